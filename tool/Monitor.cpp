/// \file
/// `repool monitor`: options -> what is watched -> the loop -> dashboard, log, scraper, exit
/// status.
#include "Commands.h"
#include "ExitCode.h"
#include "InterruptEvent.h"
#include "Session.h"
#include "Terminal.h"
#include "llvm/Support/raw_ostream.h"
#include "monitor/Chain.h"
#include "monitor/CheckLog.h"
#include "monitor/Dashboard.h"
#include "monitor/Duration.h"
#include "monitor/Exposition.h"
#include "monitor/Http.h"
#include "monitor/MetricsServer.h"
#include "monitor/Watch.h"

#include <algorithm>
#include <csignal>
#include <unistd.h>

namespace repool::tool {

namespace {

using namespace monitor;

bool isNone(const std::string &text) {
  return text == "none";
}

llvm::Expected<std::vector<NamedText>> chosenTexts(const Options &options) {
  std::vector<NamedText> texts;
  texts.reserve(options.monitor.endpoints.size());
  for (const std::string &text : options.monitor.endpoints)
    texts.push_back({"--endpoint", text});
  if (!texts.empty())
    return texts;
  auto lookup = environment();
  if (!lookup)
    return lookup.takeError();
  return chainOf(*lookup);
}

/// Fills \p view with what people are shown of it.
llvm::Expected<Watched> watchedBy(const Options &options, View &view) {
  Watched watched;
  auto texts = chosenTexts(options);
  if (!texts)
    return texts.takeError();
  auto endpoints = endpointsOf(*texts);
  if (!endpoints)
    return endpoints.takeError();
  watched.endpoints = std::move(*endpoints);
  std::optional<HttpTarget> metrics;
  if (!isNone(options.monitor.url)) {
    auto target = httpTarget(options.monitor.url, "--url");
    if (!target)
      return target.takeError();
    view.url = target->place();
    metrics = metricsOf(*target);
    watched.url = [target = *target](std::chrono::milliseconds timeout) {
      return get(target, timeout).answer;
    };
  }
  if (isNone(options.monitor.metricsUrl)) {
    metrics.reset();
  } else if (!options.monitor.metricsUrl.empty()) {
    auto target = httpTarget(options.monitor.metricsUrl, "--metrics-url");
    if (!target)
      return target.takeError();
    metrics = *target;
  }
  if (metrics) {
    view.metrics = metrics->place();
    watched.pools = [target = *metrics](std::chrono::milliseconds timeout) {
      const HttpAnswer page = get(target, timeout);
      return page.answer.isGood ? readPoolMetrics(page.body) : std::nullopt;
    };
  }
  if (watched.endpoints.empty() && !watched.url)
    return llvm::createStringError(
        std::errc::invalid_argument,
        "nothing to probe; set DATABASE_URL, or give --endpoint or --url");
  return watched;
}

llvm::Expected<Schedule> scheduleOf(const MonitorOptions &options) {
  Schedule schedule;
  auto interval = parseDuration(options.interval, "--interval");
  if (!interval)
    return interval.takeError();
  auto timeout = parseDuration(options.timeout, "--timeout");
  if (!timeout)
    return timeout.takeError();
  schedule.interval = *interval;
  schedule.timeout = *timeout;
  if (!options.length.empty()) {
    auto length = parseDuration(options.length, "--for");
    if (!length)
      return length.takeError();
    schedule.length = *length;
  }
  schedule.checks = options.checks;
  schedule.threshold = {options.maxFailures, options.maxErrors};
  return schedule;
}

/// stdout: a dashboard that is drawn over itself on a terminal, else a line per check.
class Screen {
public:
  Screen(const Options &options, View view)
      : view_(std::move(view)), isQuiet_(options.quiet), isTerminal_(isatty(STDOUT_FILENO) != 0) {
    view_.isColored = wantsColor(options);
  }

  void show(const Check &check, const Tally &tally) {
    if (isQuiet_)
      return;
    if (!isTerminal_) {
      llvm::outs() << checkLine(check, tally, view_.isColored);
    } else {
      view_.width = terminalWidth();
      erase();
      const std::string text = dashboard(tally, view_);
      lines_ = std::count(text.begin(), text.end(), '\n');
      llvm::outs() << text;
    }
    llvm::outs().flush();
  }

  void end(const Tally &tally) {
    view_.width = 0;
    erase();
    llvm::outs() << summary(tally, view_);
    llvm::outs().flush();
  }

private:
  void erase() {
    if (lines_ > 0)
      llvm::outs() << "\x1b[" << lines_ << "F\x1b[J";
    lines_ = 0;
  }

  View view_;
  bool isQuiet_;
  bool isTerminal_;
  std::ptrdiff_t lines_ = 0; ///< of the dashboard that is on the terminal
};

/// Whether somebody still reads stdout; `repool monitor | head` ends with head.
bool isRead() {
  if (!llvm::outs().has_error())
    return true;
  llvm::outs().clear_error();
  return false;
}

/// Where the results of a run go besides the screen.
struct Outputs {
  std::optional<CheckLog> log;
  std::unique_ptr<MetricsServer> server;
};

llvm::Expected<Outputs> openOutputs(const Options &options) {
  Outputs outputs;
  if (!options.monitor.log.empty()) {
    auto log = CheckLog::open(options.monitor.log);
    if (!log)
      return log.takeError();
    outputs.log.emplace(std::move(*log));
  }
  if (!isNone(options.monitor.listen)) {
    auto server = MetricsServer::listen(options.monitor.listen);
    if (!server)
      return server.takeError();
    outputs.server = std::move(*server);
  }
  return outputs;
}

void printNotes(const Options &options, const Watched &watched, const Outputs &outputs) {
  if (options.quiet)
    return;
  if (watched.endpoints.empty())
    llvm::errs() << "note: no endpoint is probed; set DATABASE_URL as for the service, or give "
                    "--endpoint\n";
  if (outputs.server)
    llvm::errs() << "note: metrics on " << outputs.server->url() << "\n";
}

} // namespace

int runMonitor(const Options &options) {
  std::signal(SIGPIPE, SIG_IGN);
  auto schedule = scheduleOf(options.monitor);
  if (!schedule)
    return fail(schedule.takeError());
  View view;
  auto watched = watchedBy(options, view);
  if (!watched)
    return fail(watched.takeError());
  auto outputs = openOutputs(options);
  if (!outputs)
    return fail(outputs.takeError());
  view.interval = schedule->interval;
  view.length = schedule->length;
  view.threshold = schedule->threshold;
  printNotes(options, *watched, *outputs);

  const InterruptEvent interrupt;
  Screen screen(options, view);
  llvm::Error failure = llvm::Error::success();
  const Clocks clocks{std::chrono::steady_clock::now, std::chrono::system_clock::now,
                      [&](auto time) { return interrupt.waitUntil(time); }};
  const Tally tally =
      watch(*watched, *schedule, clocks, [&](const Check &check, const Tally &soFar) {
        if (outputs->server)
          outputs->server->publish(exposition(soFar));
        screen.show(check, soFar);
        if (outputs->log)
          failure =
              llvm::joinErrors(std::move(failure), outputs->log->append(jsonLine(check, soFar)));
        return !failure && isRead();
      });
  screen.end(tally);
  isRead();
  if (failure)
    return fail(std::move(failure));
  return toStatus(exitOfMonitor(!schedule->threshold.broken(tally).empty()));
}

} // namespace repool::tool
