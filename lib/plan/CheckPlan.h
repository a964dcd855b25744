/// \file
/// What must hold between the fields of a plan before anybody acts on it.
///
///   Plan -> nothing, or the first sentence that says what disagrees
///
/// Edits are sorted, inside their file and do not overlap; every edited file has a hash; groups
/// and decisions name each other. Looks at the plan only: whether files still are as planned is
/// for apply to say.
#pragma once

#include "model/Plan.h"

#include <optional>
#include <string>

namespace repool {

std::optional<std::string> whatIsWrong(const Plan &plan);

} // namespace repool
