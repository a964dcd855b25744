/// \file
/// The files that run a scan in shards on somebody else's scheduler.
///
///   ClusterJob + the engine's templates -> files
///
/// Pure: writes nothing, starts nothing. A job that the engine cannot run is one sentence.
#pragma once

#include "llvm/Support/Error.h"

#include <string>
#include <vector>

namespace repool::tool {

struct ClusterJob {
  std::string engine; ///< a folder of tool/cluster
  unsigned parts = 8;
  unsigned cores = 0; ///< per shard; 0: all that the machine has, or 4 where some must be asked for
  std::string project;              ///< the folder to run in
  std::string repool;               ///< the program, where it is not that of an image
  std::vector<std::string> options; ///< of scan and merge alike
  /// NAME=value, what a parse depends on; ssh does not take it along. Images have their own.
  std::vector<std::string> environment;
  std::string image; ///< of containers
};

struct ClusterFile {
  std::string name;
  std::string text;
  bool isProgram = false;
};

llvm::Expected<std::vector<ClusterFile>> clusterFiles(const ClusterJob &job);

/// What the user does with the files of \p engine in \p folder.
std::string nextStep(const std::string &engine, const std::string &folder);

/// \p word as a shell reads it: itself, or in single quotes.
std::string shellQuoted(const std::string &word);

} // namespace repool::tool
