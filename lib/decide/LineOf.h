/// \file
/// A place as sentences name it: "db.cpp:12", without the folder.
#pragma once

#include "model/Span.h"

namespace repool {

inline std::string lineOf(const Place &place) {
  const std::size_t slash = place.file.rfind('/');
  return place.file.substr(slash == std::string::npos ? 0 : slash + 1) + ":" +
         std::to_string(place.line);
}

} // namespace repool
