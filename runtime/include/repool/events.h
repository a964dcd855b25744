/// \file
/// Being told when something happens to a pool that a person may want to know.
///
/// Without a hook the events that call for a person (a breaker opens or closes, a loan is held for
/// too long, an endpoint is another database) are written to stderr, one line each. With a hook
/// nothing is. The hook is called without a lock, from the thread that noticed, possibly several at
/// once; it may borrow. It must not throw. C99 and C++11.

#ifndef REPOOL_EVENTS_H
#define REPOOL_EVENTS_H

#ifdef __cplusplus
extern "C" {
#endif

enum repool_event_kind {
  REPOOL_OPENED = 1,     ///< a connection was opened
  REPOOL_CLOSED,         ///< a connection was closed; detail: why
  REPOOL_DIAL_FAILED,    ///< detail: the server's or the client library's words
  REPOOL_LOST,           ///< a connection broke while it was lent
  REPOOL_BREAKER_OPENED, ///< detail: the last failure
  REPOOL_BREAKER_CLOSED,
  REPOOL_FALLBACK,        ///< the next endpoint serves instead of this one; detail: why
  REPOOL_FAILBACK,        ///< this one serves again
  REPOOL_FOREIGN,         ///< an endpoint is not provably the same database; detail: what differs
  REPOOL_LEAK,            ///< a loan is held for too long; detail: by whom and since when
  REPOOL_LEAK_ENDED,      ///< and was given back after all
  REPOOL_BORROW_FAILED,   ///< detail: what the site was told
  REPOOL_ROLLED_BACK,     ///< a borrower left a transaction open; detail: where it borrowed
  REPOOL_REPLICA_SKIPPED, ///< a read replica is not fit to serve; detail: why
  REPOOL_REPLICA_FIT      ///< a read replica is fresh enough to serve
};

struct repool_event {
  enum repool_event_kind kind;
  const char *place;  ///< server, database and user; valid during the call
  const char *detail; ///< one line without secrets, may be ""; valid during the call
};

/// Replaces the hook; NULL: back to stderr. \p context is passed on. May be called at any time.
void repool_on_event(void (*hook)(const struct repool_event *event, void *context), void *context);

#ifdef __cplusplus
} // extern "C"

namespace repool {

typedef repool_event Event;

/// See repool_on_event().
inline void onEvent(void (*hook)(const Event *event, void *context), void *context = nullptr) {
  repool_on_event(hook, context);
}

} // namespace repool
#endif // __cplusplus

#endif // REPOOL_EVENTS_H
