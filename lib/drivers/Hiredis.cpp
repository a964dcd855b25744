/// \file
/// hiredis, the C client of Redis, as data. The runtime has no driver for it: its sites are found
/// and reported (https://github.com/redis/hiredis).
#include "drivers/Builtin.h"

namespace repool {

DriverSpec hiredisDriver() {
  DriverSpec d;
  d.name = "hiredis";
  d.clientHeaders = {"hiredis/hiredis.h", "hiredis.h"};
  d.handleTypes = {"redisContext", "redisAsyncContext"};
  d.handleTokens = {"redisContext", "redisAsyncContext"};
  d.leaseType = "redisContext";
  for (const char *name :
       {"redisConnect", "redisConnectWithTimeout", "redisConnectNonBlock",
        "redisConnectBindNonBlock", "redisConnectUnix", "redisConnectUnixWithTimeout",
        "redisConnectWithOptions", "redisConnectFd", "redisAsyncConnect", "redisAsyncConnectUnix"})
    d.opens.push_back({.name = name});
  d.closes = {{"redisFree", ""}, {"redisAsyncFree", ""}, {"redisAsyncDisconnect", ""}};
  d.inspects = {"redisEnableKeepAlive", "redisSetTimeout"};
  d.executes = {{"redisCommand"}, {"redisCommandArgv"}, {"redisvCommand"}, {"redisAppendCommand"}};
  d.hazards = {{"redisReconnect", "RP309", "reconnects in place"}};
  d.borrowPrefixes = {"redis"};
  return d;
}

} // namespace repool
