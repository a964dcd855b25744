/// \file
/// One function per subcommand, each in its own file: options in, exit status out.
#pragma once

#include "Options.h"

namespace repool::tool {

int runScan(const Options &options);
int runDiff(const Options &options);
int runApply(const Options &options);
int runUndo(const Options &options);
int runCheck(const Options &options);
int runExplain(const Options &options);
int runInit(const Options &options);
int runMonitor(const Options &options);
int runShard(const Options &options);
int runMerge(const Options &options);
int runCluster(const Options &options);

} // namespace repool::tool
