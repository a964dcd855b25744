/// \file
/// Which functions of the program run when an object is made.
///
///   Service s;  std::make_unique<Service>(x);  services.emplace_back(x)
///     -> Service::Service, or those of its members and bases, and what their initialisers call
#pragma once

#include "clang/AST/DeclCXX.h"
#include "find/SourceMap.h"

#include <vector>

namespace repool {

/// \p ctor itself if it has a body; else what stands for it. Copies and moves are none.
std::vector<const clang::FunctionDecl *> runBy(const clang::CXXConstructorDecl &ctor,
                                               const SourceMap &map);

/// The constructors that \p callee, a `make_` function or an `emplace` method, may call.
std::vector<const clang::CXXConstructorDecl *> madeBy(const clang::FunctionDecl &callee,
                                                      const SourceMap &map);

} // namespace repool
