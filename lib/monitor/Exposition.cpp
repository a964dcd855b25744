#include "monitor/Exposition.h"

#include "llvm/Support/FormatVariadic.h"

namespace repool::monitor {

namespace {

struct Series {
  const char *name;
  const char *help;
  const char *type;
};

std::string head(const Series &series) {
  return llvm::formatv("# HELP repool_monitor_{0} {1}\n# TYPE repool_monitor_{0} {2}\n",
                       series.name, series.help, series.type);
}

template <typename Number> std::string one(const Series &series, Number value) {
  return head(series) + llvm::formatv("repool_monitor_{0} {1}\n", series.name, value).str();
}

std::string quoted(const std::string &text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '\\' || c == '"')
      result += '\\';
    result += c == '\n' ? ' ' : c;
  }
  return result + '"';
}

std::string quantiles(const std::string &name, const std::string &label, const Times &times) {
  std::string text;
  for (const unsigned percent : {50U, 95U})
    if (const auto time = times.percentile(percent))
      text += llvm::formatv("repool_monitor_{0}{{{1}quantile=\"0.{2}\"} {3:F6}\n", name, label,
                            percent == 50 ? "5" : "95", static_cast<double>(time->count()) / 1e6);
  return text;
}

using OfEndpoint = std::uint64_t (*)(const EndpointTally &endpoint);

std::string each(const Series &series, const Tally &tally, OfEndpoint value) {
  std::string text = head(series);
  for (const EndpointTally &endpoint : tally.endpoints)
    text += llvm::formatv("repool_monitor_{0}{{endpoint={1}} {2}\n", series.name,
                          quoted(endpoint.place), value(endpoint));
  return text;
}

} // namespace

std::string exposition(const Tally &tally) {
  std::string text =
      one({"checks_total", "Checks made.", "counter"}, tally.total) +
      one({"checks_failed_total", "Checks that failed.", "counter"}, tally.failed) +
      one({"checks_degraded_total", "Checks that succeeded without one of the endpoints.",
           "counter"},
          tally.degraded) +
      one({"connection_errors_total", "Endpoints not usable for a probe, failed borrows.",
           "counter"},
          tally.connectionErrors()) +
      head({"uptime_ratio", "Successful checks of all.", "gauge"}) +
      llvm::formatv("repool_monitor_uptime_ratio {0:F6}\n", tally.uptime()).str() +
      head({"last_check_timestamp_seconds", "When the last check began.", "gauge"}) +
      llvm::formatv(
          "repool_monitor_last_check_timestamp_seconds {0}\n",
          std::chrono::duration_cast<std::chrono::seconds>(tally.last.time_since_epoch()).count())
          .str();
  text += head({"response_seconds", "How long the health URL took to answer.", "summary"}) +
          quantiles("response_seconds", "", tally.response);
  text += each({"endpoint_up", "1 while an endpoint answers.", "gauge"}, tally,
               [](const EndpointTally &endpoint) { return std::uint64_t(endpoint.isUp); });
  text += each({"endpoint_in_use", "1 while the service borrows from it.", "gauge"}, tally,
               [](const EndpointTally &endpoint) { return std::uint64_t(endpoint.isInUse); });
  text += each({"endpoint_failed_total", "Probes of an endpoint that failed.", "counter"}, tally,
               [](const EndpointTally &endpoint) { return endpoint.failed; });
  text += head({"endpoint_seconds", "How long an endpoint took to log in and answer.", "summary"});
  for (const EndpointTally &endpoint : tally.endpoints)
    text +=
        quantiles("endpoint_seconds", "endpoint=" + quoted(endpoint.place) + ",", endpoint.times);
  return text;
}

} // namespace repool::monitor
