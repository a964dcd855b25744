/// \file
/// Which shard a process makes: what --shard says, or what the engine that started it says.
///
///   K/N      the K-th of N
///   auto/N   K from the variable of Slurm, Kubernetes or GitLab
///   auto     N too
///
/// One sentence where a variable is missing, strange or contradicted; nothing is guessed.
#pragma once

#include "llvm/Support/Error.h"

#include <functional>
#include <optional>
#include <string>

namespace repool::tool {

struct ShardNumber {
  unsigned part = 1; ///< from 1
  unsigned parts = 1;
  std::string variable; ///< that \p part is from; empty: the command line
};

/// The value of a variable, if it is set and not empty.
using Environment = std::function<std::optional<std::string>(const char *)>;

llvm::Expected<ShardNumber> shardNumber(const std::string &text, const Environment &environment);

} // namespace repool::tool
