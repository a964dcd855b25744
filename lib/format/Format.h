/// \file
/// The lines that edits touch, laid out as the project's own .clang-format says; no other line.
///
///   old text + edits -> edits whose new text is formatted
///
/// Runs after edit, before merge. A project without a .clang-format gets the text as edit wrote it.
/// Only lines that an edit wrote are formatted: a line that was merely indented keeps its layout,
/// and includes are not sorted. Where clang-format cannot help, the edits come back unchanged.
#pragma once

#include "model/Plan.h"

namespace repool {

/// \p edits are of one file, sorted, not overlapping.
std::vector<Edit> formatEdits(const std::string &file, std::string_view text,
                              std::vector<Edit> edits);

} // namespace repool
