/// \file
/// Why a site, a file or a unit could not be handled: a value, not an error.
///
/// Every problem carries a stable code of the table in Reasons.h, one sentence that names the
/// thing, and what to do next. Messages start in lower case and have no final full stop.
#pragma once

#include "model/Span.h"

#include <string>

namespace repool {

struct Problem {
  std::string code;    ///< "RP203"; a row of reasons()
  std::string message; ///< "'conn' is stored in 'Cache::db'"
  std::string hint;    ///< what to do; empty: the row's own hint
  Place place;         ///< where the reason stands; file may be empty

  auto operator<=>(const Problem &) const = default;
};

} // namespace repool
