// The public function of the Redis level.

#include "repool/redis.h"

#include "../../Config.h"
#include "../../Registry.h"
#include "RedisLevel.h"

namespace repool {

namespace {

std::shared_ptr<detail::SecondLevel> makeLevel(const detail::SecondLevelSettings &settings) {
  const std::optional<detail::RedisUrl> url = detail::redisUrlOf(settings.url);
  if (url)
    return std::make_shared<detail::RedisLevel>(*url, settings);
  detail::reportOnce("REPOOL_CACHE_URL is not used: it is neither redis://... nor unix:///...");
  return nullptr;
}

} // namespace

void useRedis(const std::string &url) {
  detail::offerSecondLevel(&makeLevel, url);
  detail::Registry::ofThisProcess().resetCache();
}

} // namespace repool
