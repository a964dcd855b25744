#include "monitor/Duration.h"

#include "llvm/Support/FormatVariadic.h"

#include <charconv>

namespace repool::monitor {

namespace {

using Milliseconds = std::chrono::milliseconds;

struct Unit {
  std::string_view name;
  std::int64_t milliseconds;
};

constexpr Unit Units[] = {{"d", 86400000}, {"h", 3600000}, {"m", 60000}, {"s", 1000}, {"ms", 1}};
constexpr std::int64_t Longest = std::int64_t(3653) * 86400000;

const Unit *unitNamed(std::string_view name) {
  for (const Unit &unit : Units)
    if (unit.name == name)
      return &unit;
  return nullptr;
}

/// -1: not of the form; more than `Longest` stays more.
std::int64_t read(std::string_view text) {
  std::int64_t sum = 0;
  while (!text.empty()) {
    std::int64_t number = 0;
    const auto [rest, error] = std::from_chars(text.begin(), text.end(), number);
    if (error != std::errc() || number < 0)
      return -1;
    text.remove_prefix(static_cast<std::size_t>(rest - text.begin()));
    const std::size_t length = std::min(text.find_first_of("0123456789"), text.size());
    const Unit *const unit = unitNamed(text.substr(0, length));
    if (!unit)
      return -1;
    text.remove_prefix(length);
    if (number > Longest / unit->milliseconds)
      return Longest + 1;
    sum = std::min(sum + number * unit->milliseconds, Longest + 1);
  }
  return sum;
}

} // namespace

llvm::Expected<Milliseconds> parseDuration(std::string_view text, const std::string &what) {
  const std::int64_t milliseconds = text.empty() ? -1 : read(text);
  if (milliseconds > 0 && milliseconds <= Longest)
    return Milliseconds(milliseconds);
  const std::string given = what + " '" + std::string(text) + "'";
  if (milliseconds > Longest)
    return llvm::createStringError(std::make_error_code(std::errc::invalid_argument),
                                   given + " is over ten years");
  if (milliseconds == 0)
    return llvm::createStringError(std::make_error_code(std::errc::invalid_argument),
                                   given + " is no time at all");
  return llvm::createStringError(std::make_error_code(std::errc::invalid_argument),
                                 given + " is no span of time; write 500ms, 10s, 5m, 1h30m or 24h");
}

std::string shownSpan(Milliseconds span) {
  std::int64_t left = span.count();
  std::string text;
  int parts = 0;
  for (const Unit &unit : Units) {
    if (parts == 2 || (unit.name == "ms" && !text.empty()))
      break;
    const std::int64_t number = left / unit.milliseconds;
    left %= unit.milliseconds;
    if (number == 0 && parts == 0)
      continue;
    ++parts;
    if (number > 0)
      text += (text.empty() ? "" : " ") + std::to_string(number) + std::string(unit.name);
  }
  return text.empty() ? "0s" : text;
}

std::string shownTime(std::chrono::microseconds time) {
  const double milliseconds = static_cast<double>(time.count()) / 1000;
  if (milliseconds < 10)
    return llvm::formatv("{0:F2} ms", milliseconds);
  if (milliseconds < 1000)
    return llvm::formatv("{0:F1} ms", milliseconds);
  return llvm::formatv("{0:F2} s", milliseconds / 1000);
}

} // namespace repool::monitor
