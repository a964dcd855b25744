/// \file
/// Which files may be edited at all: generated, vendored, out-of-tree, read-only, not UTF-8.
///
/// Asked once per file with a site, before decide; apply asks git about uncommitted changes itself.
#pragma once

#include "model/Problem.h"
#include "project/SourceStore.h"

#include <optional>
#include <string>
#include <vector>

namespace repool {

struct FilePolicy {
  std::string root; ///< canonical
  bool allowGenerated = false;
  bool allowVendored = false;
  std::vector<std::string> vendored = {"third_party",  "vendor", "vendored", "external", "extern",
                                       "node_modules", "_deps",  "deps"}; ///< folder names
};

/// Why \p file must not be edited (RP404 generated: "DO NOT EDIT", "@generated", a build folder;
/// RP405 outside or vendored; RP406 not UTF-8), or nothing.
std::optional<Problem> refuseToEdit(const SourceText &file, const FilePolicy &policy);

} // namespace repool
