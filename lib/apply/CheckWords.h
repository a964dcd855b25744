/// \file
/// What a failed build or test said, in one line for a report.
///
///   output + files of a rewrite -> the first line that looks like an error and names one of them,
///                                  else the first that looks like one, else the last lines
///
/// Pure. Escape sequences of terminals are left out, long lines are cut.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace repool {

/// "" if \p output says nothing. \p files as the plan names them.
std::string checkWords(std::string_view output, const std::vector<std::string> &files);

} // namespace repool
