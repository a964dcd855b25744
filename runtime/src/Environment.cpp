#include "Environment.h"

#include <unistd.h>

extern char **environ;

namespace repool::detail {

std::uint64_t environmentStamp() noexcept {
  std::uint64_t stamp = 0;
  std::uint64_t weight = 0x9E3779B97F4A7C15U; // odd for every entry, so that no bit is lost
  for (char **entry = environ; entry && *entry; ++entry, weight += 2)
    stamp += reinterpret_cast<std::uintptr_t>(*entry) * weight;
  return stamp;
}

} // namespace repool::detail
