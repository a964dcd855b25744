/// \file
/// Telling the program, or stderr, what happened: behind include/repool/events.h.
///
/// Pools collect what happened under their lock and tell it afterwards. Never called under a lock.

#ifndef REPOOL_SRC_EVENTS_H
#define REPOOL_SRC_EVENTS_H

#include "repool/events.h"

#include <string>

namespace repool::detail {

void tell(repool_event_kind kind, const std::string &place, const std::string &detail) noexcept;

/// Whether anybody would hear an event of this kind: a hook, or stderr.
bool isHeard(repool_event_kind kind) noexcept;

} // namespace repool::detail

#endif // REPOOL_SRC_EVENTS_H
