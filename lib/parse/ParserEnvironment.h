/// \file
/// The environment variables that change how clang reads a unit, with their values.
#pragma once

#include <string>
#include <vector>

namespace repool {

/// "CPATH=/opt/include" for each that is set, in a stable order.
std::vector<std::string> parserEnvironment();

} // namespace repool
