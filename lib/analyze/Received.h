/// \file
/// Handles that a function of the program hands out: what is taken for granted while one is
/// followed, and the variants that the whole program chooses from.
///
///   if (open_db(&db)) return;  use(db);  close_db(db);
///       ^ does its value mean "open"?    ^ does it close? both bodies may be in another unit
#pragma once

#include "analyze/Flow.h"

namespace repool {

/// Per open the holder it comes from; empty if all are the driver's own.
std::vector<std::string> sourcesOf(const std::vector<const FoundOpen *> &opens);

/// For the opens of \p handle, whose sources are known.
FlowPremise premiseOf(const Handle &handle, const DriverSpec &driver);

/// What \p follow says under each premise that the unit alone cannot decide.
std::vector<FlowVariant> flowVariants(const Handle &handle, const DriverSpec &driver,
                                      llvm::function_ref<FlowFacts(const FlowPremise &)> follow);

} // namespace repool
