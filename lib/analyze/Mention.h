/// \file
/// What the node around one mention of a handle makes of it.
///
///   if (conn)   conn = NULL   PQexec(conn, ...)   return conn;   delete conn;
///
/// Called by Uses for each mention, also for what a smart pointer reaches; calls, constructors and
/// hand-overs have files of their own. A parent that is not in the list is a hazard.
#pragma once

#include "analyze/HandleUses.h"

namespace repool {

/// \p ref denotes the handle of \p uses.
void classifyMention(HandleUses &uses, const clang::Expr &ref);

} // namespace repool
