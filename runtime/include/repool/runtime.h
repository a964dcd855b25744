/// \file
/// Setting up and ending the runtime; both are optional.
///
/// Values come from, last wins: built-in defaults, configure(), the file that REPOOL_CONFIG names
/// (lines NAME=VALUE, `#` begins a comment), the environment. So an operator can act without a
/// build. The names, which mean the same in file and environment, times in milliseconds:
///
///   REPOOL_MAX          10       connections per server, database and user, whatever the driver
///   REPOOL_RESERVE      1        of these, kept for a thread that holds one already
///   REPOOL_MIN          0        kept open when idle
///   REPOOL_DEADLINE_MS  5000     how long a borrow may take in all: waiting, opening, checking
///   REPOOL_MAX_WAITERS  10000    how many borrows may wait at a time
///   REPOOL_MODE         pool     or direct: each borrow opens and closes its own connection. In
///                                the file it is read again every second, for a running program
///   REPOOL_RESET        full     or light: roll back only, even for calls not marked stateless
///   REPOOL_IDLE_MS      600000   an idle connection is closed after
///   REPOOL_LIFETIME_MS  1800000  a connection is closed after, up to a fifth earlier
///   REPOOL_PING_MS      30000    a connection that was idle for longer is asked for an answer
///   REPOOL_LEAK_MS      30000    a loan held for longer is reported; 0: never
///   REPOOL_CHAIN        REPOOL_POOLER_URL DATABASE_URL own
///                                where to connect, best first: names of variables that hold a URL,
///                                URLs, and `own`, the call's own words
///   REPOOL_POOLER_MODE  transaction   or session: what the pooler of REPOOL_POOLER_URL does
///   REPOOL_SAME_DATABASE 0       1: every link of the chain is the same database; no proof asked
///   REPOOL_REPLICAS              none     read replicas for calls marked mayBeStale(): URLs, or
///                                names of variables that hold one
///   REPOOL_REPLICA_MAX_LAG_MS 10000   a replica that is further behind is left alone
///   REPOOL_CACHE        off      or on: results that cache.h keeps. In the file it is read again
///                                every second
///   REPOOL_CACHE_BYTES  67108864 all that it keeps, REPOOL_CACHE_ENTRIES 100000 how many
///   REPOOL_CACHE_URL    none     a second level for many processes, see redis.h
///   REPOOL_CACHE_DEADLINE_MS 50  how long that may take to answer
///   REPOOL_CACHE_LOCAL_MS 1000   how long a value is used before that is asked whether it holds
///   REPOOL_CACHE_PREFIX repool:  of all names there
///
/// An invalid value is reported once on stderr and ignored. C99 and C++11.

#ifndef REPOOL_RUNTIME_H
#define REPOOL_RUNTIME_H

#include "repool/version.h"

#ifdef __cplusplus
extern "C" {
#endif

/// A field that is 0 or NULL keeps its default: `struct repool_options o = {0}; o.max = 20;`
struct repool_options {
  int max;                 ///< connections of one pool at any instant, 1 to 10000; default 10
  int deadline_ms;         ///< how long a borrow may take; default 5000
  int max_waiters;         ///< how many borrows may wait at a time; default 10000
  int direct;              ///< 1: no pooling, each borrow opens and closes its own connection
  const char *chain;       ///< as REPOOL_CHAIN; copied
  const char *config_file; ///< as REPOOL_CONFIG; copied
  const char *replicas;    ///< as REPOOL_REPLICAS; copied
  int replica_max_lag_ms;  ///< as REPOOL_REPLICA_MAX_LAG_MS; default 10000
  int cache;               ///< 1: as REPOOL_CACHE=on
  long cache_bytes;        ///< as REPOOL_CACHE_BYTES; default 64 MiB
  const char *cache_url;   ///< as REPOOL_CACHE_URL; copied
};

/// Takes effect for pools that are made afterwards: call it before the first borrow. Returns 1, or
/// 0 and changes nothing if a pool exists already or a value is out of range. Thread-safe.
int repool_configure(const struct repool_options *options);

/// Closes what is idle, fails who waits, and waits up to \p deadline_ms for the connections that
/// are lent; what comes back later is closed then. Returns 1 if nothing is lent any more, else 0.
/// The runtime is then as before its first use: a later borrow starts anew.
int repool_shutdown(int deadline_ms);

#ifdef __cplusplus
} // extern "C"

namespace repool {

/// The same in C++. A field that is 0 or null keeps its default.
struct Options {
  Options()
      : max(0), deadlineMs(0), maxWaiters(0), direct(false), chain(nullptr), configFile(nullptr),
        replicas(nullptr), replicaMaxLagMs(0), cache(false), cacheBytes(0), cacheUrl(nullptr) {}

  int max;
  int deadlineMs;
  int maxWaiters;
  bool direct;
  const char *chain;
  const char *configFile;
  const char *replicas;
  int replicaMaxLagMs;
  bool cache;
  long cacheBytes;
  const char *cacheUrl;
};

/// See repool_configure().
inline bool configure(const Options &options) {
  repool_options plain;
  plain.max = options.max;
  plain.deadline_ms = options.deadlineMs;
  plain.max_waiters = options.maxWaiters;
  plain.direct = options.direct ? 1 : 0;
  plain.chain = options.chain;
  plain.config_file = options.configFile;
  plain.replicas = options.replicas;
  plain.replica_max_lag_ms = options.replicaMaxLagMs;
  plain.cache = options.cache ? 1 : 0;
  plain.cache_bytes = options.cacheBytes;
  plain.cache_url = options.cacheUrl;
  return repool_configure(&plain) != 0;
}

/// See repool_shutdown().
inline bool shutdown(int deadlineMs = 0) {
  return repool_shutdown(deadlineMs) != 0;
}

} // namespace repool
#endif // __cplusplus

#endif // REPOOL_RUNTIME_H
