/// \file
/// Groups of all handles -> one list of edits per file.
///
///   [EditGroup] + texts -> sorted edits per file, includes resolved once   (+ conflicts)
///
/// Two groups whose edits overlap, or insert at one place, conflict: both are named, neither is
/// chosen. Equal includes are one. Pure; independent of the order of the groups.
#pragma once

#include "drivers/Driver.h"
#include "model/Plan.h"

#include <functional>
#include <span>

namespace repool {

struct Conflict {
  std::string group;
  Problem problem;
};

struct Merged {
  std::map<std::string, std::vector<Edit>> edits;
  std::vector<Conflict> conflicts; ///< groups left out of `edits`
};

/// \p textOf gives the old text of a canonical path.
Merged mergeGroups(const std::vector<const EditGroup *> &groups,
                   const std::function<std::string_view(const std::string &)> &textOf,
                   std::span<const DriverSpec> drivers);

} // namespace repool
