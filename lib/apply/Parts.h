/// \file
/// What of a plan can be written without the rest, and the plan that is left.
///
///   Plan -> parts: groups that share an edit stay together
///   Plan + groups to leave out -> Plan with the others, their includes, and the sites' reasons
///
/// Pure; works on a plan that was saved as on one just made. Never splits a group.
#pragma once

#include "model/Plan.h"
#include "model/Problem.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace repool {

/// Indexes into Plan::groups, ascending; the parts in the order of their first groups.
using Part = std::vector<std::size_t>;

/// Two groups that change the same bytes - the type of one owner, a helper that closes for both -
/// were made to be written together: without the other's open, a close would be the wrong one.
std::vector<Part> partsOf(const Plan &plan);

/// The edits per file that \p groups need, of those that \p plan has; no empty lists.
std::map<std::string, std::vector<Edit>> editsOf(const Plan &plan,
                                                 const std::set<std::string> &groups);

/// Why a group is left out, by its id.
using LeftOut = std::map<std::string, Problem>;

/// \p plan without the groups of \p left: their sites have the verdict of the problem's code.
Plan without(Plan plan, const LeftOut &left);

} // namespace repool
