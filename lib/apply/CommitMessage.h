/// \file
/// What a commit of one step says to those who review it.
///
///   Plan + step -> which sites, in which form, and how to take it back
///
/// Pure. The line numbers are those of the code that the plan was made for.
#pragma once

#include "apply/Steps.h"

namespace repool {

/// Step \p number, from 0, of \p steps; \p base: the commit that the plan was made on.
std::string commitMessage(const Plan &plan, const std::vector<Step> &steps, std::size_t number,
                          const std::string &base);

} // namespace repool
