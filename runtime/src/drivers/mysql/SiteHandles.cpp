#include "SiteHandles.h"

#include <mutex>
#include <pthread.h>
#include <unordered_map>

namespace repool::detail {

namespace {

struct SiteHandles {
  std::mutex mutex;
  std::unordered_map<MYSQL *, SitePair> pairs; ///< by each of the two; guarded by mutex
};

SiteHandles &siteHandles() {
  static SiteHandles *const handles = new SiteHandles;
  return *handles;
}

// Held across fork, so that the child finds it whole. Nothing waits for anything else under it.
[[maybe_unused]] const int registered =
    pthread_atfork([] { siteHandles().mutex.lock(); }, [] { siteHandles().mutex.unlock(); },
                   [] { siteHandles().mutex.unlock(); });

} // namespace

void keepSite(MYSQL *pooled, MYSQL *site) {
  const std::lock_guard<std::mutex> lock(siteHandles().mutex);
  siteHandles().pairs[pooled] = {pooled, site};
  siteHandles().pairs[site] = {pooled, site};
}

SitePair takeSite(MYSQL *either) noexcept {
  const std::lock_guard<std::mutex> lock(siteHandles().mutex);
  const auto found = siteHandles().pairs.find(either);
  if (found == siteHandles().pairs.end())
    return {};
  const SitePair pair = found->second;
  siteHandles().pairs.erase(pair.pooled);
  siteHandles().pairs.erase(pair.site);
  return pair;
}

} // namespace repool::detail
