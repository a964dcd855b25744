/// \file
/// Where an include goes: a directive resolved once per file, when its groups are merged.
///
///   text + "repool/pq.h" -> one insertion, or nothing if the file has it
///
/// Beside the client's own header if the file names it, else at the end of the last group of
/// includes with angle brackets, else after the last include, else before the first code. Never
/// inside an inactive or conditional block, except an include guard. Pure.
#pragma once

#include "model/Plan.h"

#include <optional>

namespace repool {

/// \p clientHeaders are those of the driver that wants \p header.
std::optional<Edit> includeEdit(const std::string &file, std::string_view text,
                                const std::string &header,
                                const std::vector<std::string> &clientHeaders);

} // namespace repool
