/// \file
/// Does a pattern of the configuration mean this text?
#pragma once

#include <string>

namespace repool {

/// A glob of the configuration; one that is malformed matches nothing but itself.
bool matches(const std::string &pattern, const std::string &text);

} // namespace repool
