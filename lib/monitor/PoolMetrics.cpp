#include "monitor/PoolMetrics.h"

#include "llvm/ADT/StringRef.h"

#include <algorithm>

namespace repool::monitor {

namespace {

struct Row {
  llvm::StringRef name;
  void (*set)(PoolState &pool, std::uint64_t value);
};

constexpr Row Rows[] = {
    {"repool_borrowed_total", [](PoolState &pool, std::uint64_t value) { pool.borrowed = value; }},
    {"repool_in_use", [](PoolState &pool, std::uint64_t value) { pool.inUse = value; }},
    {"repool_idle", [](PoolState &pool, std::uint64_t value) { pool.idle = value; }},
    {"repool_waiting", [](PoolState &pool, std::uint64_t value) { pool.waiting = value; }},
    {"repool_max", [](PoolState &pool, std::uint64_t value) { pool.max = value; }},
    {"repool_breaker_open",
     [](PoolState &pool, std::uint64_t value) { pool.isBreakerOpen = value != 0; }},
};

/// The value of `pool="..."` at the front of \p line, taken from it with the closing brace.
std::optional<std::string> takePool(llvm::StringRef &line) {
  if (!line.consume_front("{pool=\""))
    return std::nullopt;
  std::string place;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"') {
      line = line.substr(i + 1);
      return line.consume_front("}") ? std::optional<std::string>(place) : std::nullopt;
    }
    if (line[i] == '\\' && i + 1 < line.size())
      place += line[++i] == 'n' ? '\n' : line[i];
    else
      place += line[i];
  }
  return std::nullopt;
}

PoolState &poolAt(PoolMetrics &metrics, const std::string &place) {
  const auto found = std::find_if(metrics.pools.begin(), metrics.pools.end(),
                                  [&](const PoolState &pool) { return pool.place == place; });
  if (found != metrics.pools.end())
    return *found;
  metrics.pools.emplace_back().place = place;
  return metrics.pools.back();
}

/// Integers beyond 10^15 are written by some as 1e+15; such a counter is none of ours.
std::optional<std::uint64_t> valueOf(llvm::StringRef text) {
  std::uint64_t value = 0;
  if (text.trim().split(' ').first.getAsInteger(10, value))
    return std::nullopt;
  return value;
}

} // namespace

std::optional<PoolMetrics> readPoolMetrics(std::string_view text) {
  PoolMetrics metrics;
  bool isOurs = false;
  llvm::StringRef rest(text);
  while (!rest.empty()) {
    llvm::StringRef line;
    std::tie(line, rest) = rest.split('\n');
    const llvm::StringRef name = line.take_until([](char c) { return c == '{' || c == ' '; });
    line = line.drop_front(name.size());
    if (name == "repool_failed_total") {
      const auto value = valueOf(line);
      isOurs = isOurs || value;
      metrics.failed = value.value_or(metrics.failed);
      continue;
    }
    const auto row = std::find_if(std::begin(Rows), std::end(Rows),
                                  [&](const Row &each) { return each.name == name; });
    if (row == std::end(Rows))
      continue;
    const auto place = takePool(line);
    const auto value = place ? valueOf(line) : std::nullopt;
    if (value)
      row->set(poolAt(metrics, *place), *value);
  }
  return isOurs ? std::optional<PoolMetrics>(std::move(metrics)) : std::nullopt;
}

} // namespace repool::monitor
