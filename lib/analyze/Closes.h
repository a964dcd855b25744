/// \file
/// Each close of a handle with what edit needs: its statement, the guard around it, what follows.
#pragma once

#include "analyze/Uses.h"

namespace repool {

/// \p block is the block that holds the lease's scope: the end of it ends the loan anyway.
std::vector<Close> describeCloses(const UsesOfVariable &uses, const HandleExpr &handle,
                                  const DriverSpec &driver, const Callable &callable,
                                  const SourceMap &map, const clang::CompoundStmt *block);

} // namespace repool
