/// \file
/// The region a wrap would turn into a lambda, and why it must not be one.
///
///   { T conn(url); a; b; return x; }  ->  region [T conn .. return x;], the one return is last
///
/// A lambda changes the meaning of `return`, `break`, `__func__`, `alloca`, coroutines; whatever is
/// found of that kind is a problem against wrap only.
#pragma once

#include "analyze/Uses.h"

namespace repool {

struct WrapRegion {
  std::optional<Region> region;
  std::vector<Problem> against;
};

WrapRegion wrapRegion(const clang::DeclStmt &declaration, const clang::CompoundStmt &block,
                      const Callable &callable, const SourceMap &map);

} // namespace repool
