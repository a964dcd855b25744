/// \file
/// Forks while a connection is open: the child has the parent's socket.
///
///   conn = open(); if (fork() == 0) use(conn);      what the child sends, the parent's pool
///   receives
///
/// A connection of its own is closed after that by the parent, and nothing of it is left. A pooled
/// one is lent again, out of step with its server. Stands beside the nesting, behind the decisions;
/// follows calls as that does. A child that only executes a program does no harm, but that is not
/// followed. Pure.
#pragma once

#include "decide/Program.h"

#include <optional>

namespace repool {

/// RP311, with the chain of calls to the fork; nothing if none is seen while \p handle is held.
std::optional<Problem> whyForked(const Handle &handle, const CallGraph &graph);

} // namespace repool
