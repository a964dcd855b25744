/// \file
/// What a statement text leaves behind on its connection, as far as this text alone proves.
///
///   "LISTEN jobs"                        -> Listen
///   "SELECT pg_advisory_lock(1)"         -> AdvisoryLock
///   "COPY t FROM STDIN"                  -> Copy
///   "START_REPLICATION SLOT s LOGICAL .." -> Replication
///   "LOAD 'lib'", "load_extension(..)"   -> Library
///   "SELECT total_changes()"             -> TotalChanges
///
/// Used by analyze and decide on known texts: each effect is a reason against pooling, because no
/// reset undoes it. Works on text only and never fails: what it does not know gives no effect here,
/// which means "needs the default reset"; what needs no reset is proved by Statements.h.
#pragma once

#include <string_view>
#include <vector>

namespace repool {

enum class SessionEffect { Listen, Copy, AdvisoryLock, Replication, Library, TotalChanges };

/// The effects of all statements of \p sql, in their order, each once.
std::vector<SessionEffect> sessionEffects(std::string_view sql);

struct EffectReason {
  const char *code; ///< "RP105"
  const char *what; ///< "listens for notifications"
};

EffectReason reasonOf(SessionEffect effect);

} // namespace repool
