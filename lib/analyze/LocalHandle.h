/// \file
/// From the opens of one local variable to a Handle: everything that is known of it.
///
///   opens -> LocalVariable (declaration, forms) + Uses + Closes + Flow + WrapRegion -> Handle
///
/// Asks each of these once and joins what they say; none of them knows another's answer. Judges
/// nothing: what speaks against a rewrite is a hazard, and lib/decide chooses.
#pragma once

#include "analyze/Callees.h"
#include "model/Facts.h"

#include <vector>

namespace repool {

/// \p opens fill the same local variable.
Handle localHandle(const std::vector<const FoundOpen *> &opens, const SourceMap &map,
                   const DriverIndex &index, Callees &callees);

} // namespace repool
