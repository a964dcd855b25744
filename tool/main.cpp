/// \file
/// Parses the command line and calls one command; the exit status is the command's.
#include "Commands.h"
#include "Options.h"
#include "llvm/Support/InitLLVM.h"

using namespace repool::tool;

namespace {

int run(const Options &options) {
  switch (options.command) {
  case Command::Scan:
    return options.shard.empty() ? runScan(options) : runShard(options);
  case Command::Diff:
    return runDiff(options);
  case Command::Apply:
    return runApply(options);
  case Command::Undo:
    return runUndo(options);
  case Command::Check:
    return runCheck(options);
  case Command::Explain:
    return runExplain(options);
  case Command::Init:
    return runInit(options);
  case Command::Monitor:
    return runMonitor(options);
  case Command::Merge:
    return runMerge(options);
  case Command::Cluster:
    return runCluster(options);
  }
  return 2;
}

} // namespace

int main(int argc, char **argv) {
  const llvm::InitLLVM init(argc, argv);
  const Parsed parsed = parseOptions(argc, argv);
  return parsed.done ? parsed.status : run(parsed.options);
}
