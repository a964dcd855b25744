// Where the program borrowed, in words.

#include "Pool.h"

#include <cstdio>
#include <dlfcn.h>

namespace repool::detail {

namespace {

// For C callers, who have no place in their source to give: a function if its name is exported,
// else module and offset, as addr2line takes them.
std::string textOf(const void *address) {
  if (!address)
    return "an unknown place";
  Dl_info info = {};
  if (dladdr(address, &info) == 0 || !info.dli_fname)
    return "an unknown place";
  const void *const base = info.dli_sname ? info.dli_saddr : info.dli_fbase;
  char offset[32];
  std::snprintf(offset, sizeof offset, "+0x%zx",
                static_cast<std::size_t>(static_cast<const char *>(address) -
                                         static_cast<const char *>(base)));
  return std::string(info.dli_sname ? info.dli_sname : info.dli_fname) + offset;
}

} // namespace

std::string textOf(const Origin &origin) {
  if (origin.file)
    return std::string(origin.file) + ':' + std::to_string(origin.line);
  return textOf(origin.address);
}

} // namespace repool::detail
