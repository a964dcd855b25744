#include "CheckRuns.h"

#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"
#include "plan/Paths.h"

#include <chrono>

namespace repool::tool {

namespace {

/// "all 14 rewrites", "3 of 14 rewrites".
std::string whatIsTried(const Attempt &attempt) {
  if (attempt.groups == 0)
    return "the code as it is";
  const std::string all = std::to_string(attempt.of) + (attempt.of == 1 ? " rewrite" : " rewrites");
  if (attempt.groups < attempt.of)
    return std::to_string(attempt.groups) + " of " + all;
  return attempt.of == 1 ? "the one rewrite" : "all " + all;
}

} // namespace

llvm::Expected<TrialResult> tryWithCommand(const Plan &plan, const Options &options,
                                           const ApplyOptions &applying, HeldSignals &signals) {
  llvm::raw_ostream &out = options.quiet ? llvm::nulls() : llvm::errs();
  return tryPlan(
      plan, applying, realFileOps(), [&](const Attempt &attempt) -> llvm::Expected<bool> {
        out << "check " << attempt.run << ": " << whatIsTried(attempt) << " ...";
        out.flush();
        const auto start = std::chrono::steady_clock::now();
        auto status = runCommand(options.check, plan.root, attempt.log, signals);
        if (!status) {
          out << " interrupted\n";
          return status.takeError();
        }
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
        out << (*status == 0 ? " passed (" : " failed (") << llvm::format("%.1f s", took.count());
        if (*status == 0)
          out << ")\n";
        else
          out << ", exit status " << *status << "): " << relativeToRoot(plan.root, attempt.log)
              << "\n";
        return *status == 0;
      });
}

void endBySignal(const HeldSignals &signals) {
  const int signal = signals.taken();
  if (signal == 0)
    return;
  llvm::outs().flush();
  sigset_t only;
  sigemptyset(&only);
  sigaddset(&only, signal);
  std::signal(signal, SIG_DFL);
  std::raise(signal);
  sigprocmask(SIG_UNBLOCK, &only, nullptr);
}

} // namespace repool::tool
