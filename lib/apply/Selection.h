/// \file
/// What of a plan was asked for: `--only` and `--limit`.
///
///   Plan of the whole program + words -> Plan of the sites that fit, and what had to come along
///   Plan + N                          -> Plan of the first N rewrites, and how many are left
///
/// Works on a finished plan, so that no verdict depends on what was asked. Groups that must be
/// written together (`partsOf`) are taken together or not at all. Pure.
#pragma once

#include "model/Plan.h"

#include <set>
#include <string>
#include <vector>

namespace repool {

/// Of each kind one word must fit; a kind without words fits all.
struct Only {
  std::vector<std::string> codes;   ///< "RP201"
  std::vector<std::string> drivers; ///< "libpq"
  std::vector<std::string> paths;   ///< canonical; a file, or a folder with all below it

  [[nodiscard]] bool isEmpty() const { return codes.empty() && drivers.empty() && paths.empty(); }
};

/// The rest of a plan as if it had never been found; its edits, includes and files go with it.
Plan restrictedTo(Plan plan, const std::set<std::string> &groups,
                  const std::vector<bool> &decisions);

/// Notes say how many sites are not listed, and which were taken because others were.
Plan select(Plan plan, const Only &only);

struct First {
  Plan plan;            ///< with the sites that are not rewritten anyway
  std::size_t left = 0; ///< groups that were not taken
  /// Groups that change together and are more than the limit; then nothing was taken.
  std::size_t tooMany = 0;
};

/// At most \p limit groups, the first in the order of the report.
First firstOf(Plan plan, std::size_t limit);

/// Parts of \p plan in the order of the report: by the first site of any of their groups.
std::vector<std::vector<std::size_t>> partsInReportOrder(const Plan &plan);

/// For each group of \p plan, its first decision.
std::vector<std::size_t> firstSites(const Plan &plan);

} // namespace repool
