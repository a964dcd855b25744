#include "SiteHandles.h"

#include "../../Fork.h"

#include <mutex>
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

[[maybe_unused]] const bool isHeld = holdAcrossFork(siteHandles().mutex);

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
