/// \file
/// Setting up and ending the runtime; both are optional.
///
/// Values come from, last wins: built-in defaults, configure(), the environment (REPOOL_MAX,
/// REPOOL_RESERVE, REPOOL_DEADLINE_MS, REPOOL_MAX_WAITERS, REPOOL_MODE), so that an operator can
/// act without a build. An invalid value is reported once on stderr and ignored. C99 and C++11.

#ifndef REPOOL_RUNTIME_H
#define REPOOL_RUNTIME_H

#include "repool/version.h"

#ifdef __cplusplus
extern "C" {
#endif

/// A field that is 0 keeps its default: `struct repool_options o = {0}; o.max = 20;`
struct repool_options {
  int max;         ///< connections of one pool at any instant; default 10
  int deadline_ms; ///< how long a borrow may wait; default 5000
  int max_waiters; ///< how many borrows may wait at a time; default 10000
  int direct;      ///< 1: no pooling, each borrow opens and closes its own connection
};

/// Takes effect for pools that are made afterwards: call it before the first borrow. Returns 1, or
/// 0 and changes nothing if a pool exists already or a value is out of range.
int repool_configure(const struct repool_options *options);

/// Closes what is idle, fails who waits, and waits up to \p deadline_ms for the connections that
/// are lent; what comes back later is closed then. Returns 1 if nothing is lent any more, else 0.
/// The runtime is then as before its first use: a later borrow starts anew.
int repool_shutdown(int deadline_ms);

#ifdef __cplusplus
} // extern "C"

namespace repool {

/// The same in C++. A field that is 0 keeps its default.
struct Options {
  Options() : max(0), deadlineMs(0), maxWaiters(0), direct(false) {}

  int max;
  int deadlineMs;
  int maxWaiters;
  bool direct;
};

/// See repool_configure().
inline bool configure(const Options &options) {
  repool_options plain;
  plain.max = options.max;
  plain.deadline_ms = options.deadlineMs;
  plain.max_waiters = options.maxWaiters;
  plain.direct = options.direct ? 1 : 0;
  return repool_configure(&plain) != 0;
}

/// See repool_shutdown().
inline bool shutdown(int deadlineMs = 0) {
  return repool_shutdown(deadlineMs) != 0;
}

} // namespace repool
#endif // __cplusplus

#endif // REPOOL_RUNTIME_H
