#include "monitor/Dashboard.h"

#include "llvm/Support/FormatVariadic.h"
#include "monitor/Duration.h"
#include "render/Text.h"

#include <algorithm>
#include <ctime>

namespace repool::monitor {

namespace {

using Row = std::vector<std::string>;

std::string clockTime(std::chrono::system_clock::time_point at) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(at);
  std::tm local = {};
  localtime_r(&seconds, &local);
  char text[16];
  std::strftime(text, sizeof text, "%H:%M:%S", &local);
  return text;
}

/// Rounded down: 99.999 % is not 100.
std::string shownUptime(const Tally &tally) {
  const auto hundredths = tally.total ? tally.successful() * 10000 / tally.total : 10000;
  return std::to_string(hundredths / 100) + "." + std::to_string(100 + hundredths % 100).substr(1) +
         " %";
}

std::string shownPercentile(const Times &times, unsigned percent) {
  const auto time = times.percentile(percent);
  return time ? shownTime(*time) : "-";
}

std::string padded(const std::string &text, std::size_t width) {
  const std::size_t has = columns(text);
  return has < width ? text + std::string(width - has, ' ') : text;
}

/// What does not fit is cut, so that a line of the dashboard is a line of the terminal. An escape
/// sequence takes no column and is kept.
std::string cutTo(const std::string &line, unsigned width) {
  if (width == 0)
    return line;
  std::string text;
  unsigned taken = 0;
  for (std::size_t i = 0; i < line.size();) {
    std::size_t size = 1;
    if (line[i] == '\x1b')
      size = std::min(line.find('m', i), line.size() - 1) - i + 1;
    else
      while (i + size < line.size() && (line[i + size] & 0xc0) == 0x80)
        ++size;
    const std::string piece = line.substr(i, size);
    const unsigned wide = piece.front() == '\x1b' ? 0 : columns(piece);
    if (taken + wide <= width)
      text += piece, taken += wide;
    i += size;
  }
  return text;
}

std::string table(const std::vector<Row> &rows) {
  std::vector<std::size_t> widths;
  for (const Row &row : rows)
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths.resize(std::max(widths.size(), row.size()));
      widths[i] = std::max<std::size_t>(widths[i], columns(row[i]));
    }
  std::string text;
  for (const Row &row : rows) {
    std::string line = " ";
    for (std::size_t i = 0; i < row.size(); ++i)
      line += " " + (i + 1 < row.size() ? padded(row[i], widths[i] + 1) : row[i]);
    text += line.erase(line.find_last_not_of(' ') + 1) + "\n";
  }
  return text;
}

std::string figures(const Tally &tally, const View &view) {
  std::string checks = llvm::formatv("{0} total, {1} successful", tally.total, tally.successful());
  if (tally.degraded)
    checks += llvm::formatv(" ({0} degraded)", tally.degraded);
  const std::string failed = llvm::formatv("{0} failed", tally.failed);
  checks += ", " + styled(failed, tally.failed ? Style::Red : Style::Plain, view.isColored);
  std::string errors = std::to_string(tally.connectionErrors());
  if (tally.connectionErrors())
    errors += llvm::formatv(" ({0} of probes, {1} of the service's borrows)", tally.probeErrors,
                            tally.borrowErrors);
  std::string response =
      "P50 " + shownPercentile(tally.response, 50) + ", P95 " + shownPercentile(tally.response, 95);
  std::vector<Row> rows = {{"checks", checks},
                           {"uptime", shownUptime(tally)},
                           {"connection errors", errors},
                           {"response", response + (view.url.empty() ? "" : "  " + view.url)}};
  if (!tally.lastProblem.empty())
    rows.push_back({"last problem", clockTime(tally.lastProblemAt) + " " + tally.lastProblem});
  return table(rows);
}

std::string endpoints(const Tally &tally, const View &view) {
  if (tally.endpoints.empty())
    return "";
  std::vector<Row> rows = {{"endpoint", "state", "failed", "P50", "P95", ""}};
  for (const EndpointTally &endpoint : tally.endpoints)
    rows.push_back({endpoint.place, endpoint.isUp ? "up" : "DOWN",
                    llvm::formatv("{0}/{1}", endpoint.failed, tally.total),
                    shownPercentile(endpoint.times, 50), shownPercentile(endpoint.times, 95),
                    endpoint.isUp ? (endpoint.isInUse ? "in use" : "") : endpoint.problem});
  return "\n" + table(rows);
}

std::string pools(const Tally &tally, const View &view) {
  if (view.metrics.empty())
    return "";
  if (!tally.pools)
    return "\n  pools of the service: nothing of repool on " + view.metrics + "\n";
  std::vector<Row> rows = {{"pool of the service", "breaker", "in use", "idle", "waiting", "max"}};
  for (const PoolState &pool : tally.pools->pools)
    rows.push_back({printable(pool.place), pool.isBreakerOpen ? "OPEN" : "closed",
                    std::to_string(pool.inUse), std::to_string(pool.idle),
                    std::to_string(pool.waiting), std::to_string(pool.max)});
  return rows.size() > 1 ? "\n" + table(rows) : "\n  pools of the service: none yet\n";
}

} // namespace

std::string dashboard(const Tally &tally, const View &view) {
  const auto gone = std::chrono::duration_cast<std::chrono::milliseconds>(tally.last - tally.first);
  std::string head = styled("repool monitor", Style::Bold, view.isColored) + "  " +
                     clockTime(tally.last) + ", a check every " + shownSpan(view.interval) +
                     ", for " + shownSpan(gone);
  if (view.length)
    head += " of " + shownSpan(*view.length);
  std::string text =
      head + "\n\n" + figures(tally, view) + endpoints(tally, view) + pools(tally, view);
  std::string cut;
  llvm::StringRef rest(text);
  while (!rest.empty()) {
    llvm::StringRef line;
    std::tie(line, rest) = rest.split('\n');
    cut += cutTo(line.str(), view.width) + "\n";
  }
  return cut;
}

std::string checkLine(const Check &check, const Tally &tally, bool isColored) {
  std::vector<std::string> places;
  places.reserve(tally.endpoints.size());
  for (const EndpointTally &endpoint : tally.endpoints)
    places.push_back(endpoint.place);
  const Style style = !check.isGood()      ? Style::Red
                      : check.isDegraded() ? Style::Yellow
                                           : Style::Green;
  const char *const word = !check.isGood() ? "FAILED" : check.isDegraded() ? "degraded" : "ok";
  std::string line = clockTime(check.at) + " " + styled(padded(word, 8), style, isColored);
  if (const Answer *const answer = check.response(); answer && answer->isGood)
    line += " " + shownTime(answer->took);
  if (const std::string problem = check.problem(places); !problem.empty())
    line += " " + problem;
  return line + "\n";
}

std::string summary(const Tally &tally, const View &view) {
  const std::string broken = view.threshold.broken(tally);
  const std::string verdict =
      broken.empty() ? "Within the threshold."
                     : "Threshold broken: " + broken + ". Next: docs/operations.md, \"Incidents\"";
  return figures(tally, view) + endpoints(tally, view) + pools(tally, view) + "\n" +
         styled(verdict, broken.empty() ? Style::Green : Style::Red, view.isColored) + "\n";
}

} // namespace repool::monitor
