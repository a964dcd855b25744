/// \file
/// A plan cut into steps that people review one by one.
///
///   Plan -> steps named by folder, by owner or by site, in the order of the report
///
/// What changes together (`partsOf`) is in one step, that of its first site. Pure.
#pragma once

#include "apply/CodeOwners.h"
#include "apply/Steps.h"

namespace repool {

std::vector<Step> splitByDirectory(const Plan &plan);

/// \p tree: the folder that the rules are relative to.
std::vector<Step> splitByOwner(const Plan &plan, const CodeOwners &owners, const std::string &tree);

std::vector<Step> splitBySite(const Plan &plan);

} // namespace repool
