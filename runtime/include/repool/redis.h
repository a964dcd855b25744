/// \file
/// Redis as the second level of the cache: many processes keep strings together.
///
///   int main() { repool::useRedis(); ... }      and  REPOOL_CACHE=on
///                                                    REPOOL_CACHE_URL=redis://127.0.0.1:6379/0
///
/// What `repool::cached()` makes of type std::string is then found by every process with the same
/// REPOOL_CACHE_PREFIX, and `repool::invalidate()` reaches all of them; one that has a value of its
/// own asks after REPOOL_CACHE_LOCAL_MS (1 s) whether it still holds. Other types stay in their
/// process, but their tags are the shared ones.
///
/// Redis that is down, slow or full is a miss, never an error: after REPOOL_CACHE_DEADLINE_MS
/// (50 ms) the value is made, and after three failures Redis is left alone for a while. What was
/// invalidated meanwhile is told when it is back. URLs:
/// `redis://[[user]:password@]host[:port][/db]` and `unix:///path/to/socket[?db=n]`; TLS and
/// clusters are not for it. C++11; includes nothing of hiredis, which only who links repool::redis
/// needs.

#ifndef REPOOL_REDIS_H
#define REPOOL_REDIS_H

#include "repool/cache.h"

#include <string>

namespace repool {

/// Before the first cached(). \p url counts unless REPOOL_CACHE_URL is set; if both are empty there
/// is no second level. Opens nothing.
void useRedis(const std::string &url = std::string());

} // namespace repool

#endif // REPOOL_REDIS_H
