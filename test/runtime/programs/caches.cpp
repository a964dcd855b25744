// A process that shares a cache: makes VALUE for KEY unless it is kept, and says what it got; or
// invalidates TAG.
//   caches get KEY TAG VALUE
//   caches invalidate TAG

#include "repool/redis.h"

#include <cstdio>
#include <string>

int main(int count, char **arguments) {
  repool::useRedis();
  const std::string what = count > 1 ? arguments[1] : "";
  if (what == "get" && count == 5) {
    const std::string value = repool::cached(arguments[2], {arguments[3]}, std::chrono::seconds(60),
                                             [&] { return std::string(arguments[4]); });
    std::printf("%s\n", value.c_str());
    return 0;
  }
  if (what == "invalidate" && count == 3) {
    repool::invalidate(arguments[2]);
    return 0;
  }
  return 2;
}
