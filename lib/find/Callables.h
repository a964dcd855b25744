/// \file
/// The functions, methods and lambdas with a body that the project's own files spell.
///
/// Template patterns are listed (they are spelled), instantiations are not. A lambda is a callable
/// of its own: what is declared in its body lives per call of the lambda.
#pragma once

#include "clang/AST/ParentMap.h"
#include "find/SourceMap.h"

#include <memory>
#include <vector>

namespace repool {

struct Callable {
  const clang::FunctionDecl *decl = nullptr;
  const clang::Stmt *body = nullptr;
  bool isLambda = false;
  std::string name;                          ///< qualified; a lambda: "lambda in outer"
  std::shared_ptr<clang::ParentMap> parents; ///< of the outermost body; lambdas share it
};

/// A function by itself, as the walks over one body want it; \p definition has a body.
Callable callableOf(const clang::FunctionDecl &definition);

std::vector<Callable> findCallables(const SourceMap &map);

} // namespace repool
