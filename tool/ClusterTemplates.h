/// \file
/// The files below tool/cluster, as text: CMake writes them into the program, a folder per engine.
#pragma once

#include "llvm/ADT/ArrayRef.h"

namespace repool::tool {

struct ClusterTemplate {
  const char *engine;
  const char *name;
  const char *text; ///< with @NAMES@ to be replaced
};

llvm::ArrayRef<ClusterTemplate> clusterTemplates();

} // namespace repool::tool
