/// \file
/// The table of strategies: for each, what stands against it for a handle.
#pragma once

#include "decide/Decide.h"

#include <span>

namespace repool {

struct StrategyRow {
  Strategy strategy;
  Style style; ///< the --style that forces it
  std::optional<Problem> (*against)(const Handle &, const DriverSpec &, const DecideOptions &);
};

/// \p open has a pooled form in C.
bool hasPair(const Open &open, const DriverSpec &driver);

/// In the order they are tried.
std::span<const StrategyRow> strategyTable();

} // namespace repool
