/// \file
/// Plans for tests: random ones that keep every rule of a plan, and a comparison of all fields.
#pragma once

#include "model/Plan.h"

#include <random>

namespace repool {

/// A valid plan that depends on \p seed only.
Plan randomPlan(unsigned seed);

/// Every field of \p plan as text, so that a difference names itself in the test's output.
std::string everyField(const Plan &plan);

} // namespace repool
