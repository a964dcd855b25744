/// \file
/// The cache of one run: where entries are, what files are now, and how often it helped.
#pragma once

#include "cache/UnitCache.h"

#include <atomic>

namespace repool {

struct RunCache {
  /// \p folder empty: in memory only. \p root is canonical.
  RunCache(const std::string &folder, std::string root, SourceStore &sources)
      : store(folder), view(std::move(root), sources), units(store, view) {}

  EntryStore store;
  FileView view;
  UnitCache units;
  std::atomic<unsigned> factsParsed = 0, factsKnown = 0;   ///< units, for finding
  std::atomic<unsigned> checksParsed = 0, checksKnown = 0; ///< units over an overlay, for verifying
};

} // namespace repool
