/// \file
/// What becomes of a text that a handle owns and a call gives: `PQerrorMessage(conn)`.
///
///   return PQerrorMessage(conn);                           dies with the handle: a hazard
///   if (strstr(PQerrorMessage(conn), "starting up")) ...   the pool words a failure its own way
///
/// Looks at what is directly around the call; printed or copied it is no hazard.
#pragma once

#include "analyze/HandleUses.h"

namespace repool {

/// \p call gives such a text.
void interiorText(HandleUses &uses, const clang::CallExpr &call);

} // namespace repool
