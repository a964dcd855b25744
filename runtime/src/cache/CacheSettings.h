/// \file
/// The numbers of the cache, as Config reads them. Plain values.

#ifndef REPOOL_SRC_CACHE_CACHESETTINGS_H
#define REPOOL_SRC_CACHE_CACHESETTINGS_H

#include "../Clock.h"

#include <cstddef>
#include <string>

namespace repool::detail {

struct SecondLevelSettings {
  std::string url;                ///< empty: there is none
  std::string prefix = "repool:"; ///< of all names
  Milliseconds deadline{50};      ///< of one question
};

struct CacheSettings {
  bool isOn = false;
  std::size_t bytes = std::size_t(64) << 20;
  std::size_t entries = 100000;
  Milliseconds local{1000}; ///< until the second level is asked whether a value still holds
  SecondLevelSettings shared;
};

} // namespace repool::detail

#endif // REPOOL_SRC_CACHE_CACHESETTINGS_H
