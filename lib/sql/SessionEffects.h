/// \file
/// What a statement text leaves behind on its connection, as far as this text alone proves.
///
///   "LISTEN jobs"                        -> Listen
///   "SELECT pg_advisory_lock(1)"         -> AdvisoryLock
///   "COPY t FROM STDIN"                  -> Copy
///   "START_REPLICATION SLOT s LOGICAL .." -> Replication
///
/// Used by analyze on literal texts. Works on text only and never fails: what it does not know
/// gives no effect here, which means "needs the default reset", never "safe to share without one".
#pragma once

#include <string_view>
#include <vector>

namespace repool {

enum class SessionEffect { Listen, Copy, AdvisoryLock, Replication };

/// The effects of all statements of \p sql, in their order, each once.
std::vector<SessionEffect> sessionEffects(std::string_view sql);

} // namespace repool
