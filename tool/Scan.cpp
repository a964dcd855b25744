#include "Commands.h"
#include "Output.h"
#include "Session.h"

namespace repool::tool {

namespace {

int report(const Options &options, const char *command,
           ExitCode (*exit)(const Plan &, const Options &)) {
  SourceStore sources;
  auto plan = planFor(options, sources);
  if (!plan)
    return fail(plan.takeError());
  printNotes(*plan, options);
  if (llvm::Error error = writeOutputs(*plan, options))
    return fail(std::move(error));
  print(*plan, options, command, sources);
  return toStatus(exit(*plan, options));
}

} // namespace

int runScan(const Options &options) {
  return report(options, "scan",
                [](const Plan &plan, const Options &) { return exitOfScan(plan); });
}

int runDiff(const Options &options) {
  return report(options, "diff",
                [](const Plan &plan, const Options &) { return exitOfScan(plan); });
}

int runCheck(const Options &options) {
  return report(options, "check", [](const Plan &plan, const Options &o) {
    return exitOfCheck(plan, o.allowReview);
  });
}

} // namespace repool::tool
