#include "Config.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace repool::detail {

namespace {

struct Range {
  long least;
  long most;
};

void reportOnce(const std::string &text) {
  static std::mutex *const mutex = new std::mutex;
  static std::set<std::string> *const reported = new std::set<std::string>;
  const std::lock_guard<std::mutex> lock(*mutex);
  if (reported->insert(text).second)
    std::fprintf(stderr, "repool: %s\n", text.c_str());
}

std::optional<long> number(const char *name, Range range) {
  const char *const text = std::getenv(name);
  if (!text || !*text)
    return std::nullopt;
  const std::string_view view(text);
  long value = 0;
  const auto end = view.data() + view.size();
  const auto parsed = std::from_chars(view.data(), end, value);
  if (parsed.ec == std::errc() && parsed.ptr == end && value >= range.least && value <= range.most)
    return value;
  reportOnce(std::string(name) + "='" + text + "' ignored: not a number from " +
             std::to_string(range.least) + " to " + std::to_string(range.most));
  return std::nullopt;
}

std::optional<bool> isDirectMode() {
  const char *const text = std::getenv("REPOOL_MODE");
  if (!text || !*text)
    return std::nullopt;
  const std::string_view mode(text);
  if (mode == "direct")
    return true;
  if (mode == "pool")
    return false;
  reportOnce(std::string("REPOOL_MODE='") + text + "' ignored: neither 'direct' nor 'pool'");
  return std::nullopt;
}

} // namespace

Config withEnvironment(Config base) {
  if (const auto max = number("REPOOL_MAX", {1, 10000}))
    base.limits.max = static_cast<std::size_t>(*max);
  if (const auto reserve = number("REPOOL_RESERVE", {0, 100}))
    base.limits.reserve = static_cast<std::size_t>(*reserve);
  if (const auto waiters = number("REPOOL_MAX_WAITERS", {0, 1000000}))
    base.limits.maxWaiters = static_cast<std::size_t>(*waiters);
  if (const auto deadline = number("REPOOL_DEADLINE_MS", {1, 86400000}))
    base.deadline = Milliseconds(*deadline);
  if (const auto isDirect = isDirectMode())
    base.isDirect = *isDirect;
  base.limits.reserve = std::min(base.limits.reserve, base.limits.max - 1);
  return base;
}

} // namespace repool::detail
