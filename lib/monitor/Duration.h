/// \file
/// Spans of time as people write and read them: "500ms", "10s", "1h30m", "24h".
///
/// A number without a unit is refused, since nobody can tell whether it means seconds.
#pragma once

#include "llvm/Support/Error.h"

#include <chrono>
#include <string>
#include <string_view>

namespace repool::monitor {

/// \p what names the option in the sentence that refuses: "--interval". Never 0, ten years at most.
llvm::Expected<std::chrono::milliseconds> parseDuration(std::string_view text,
                                                        const std::string &what);

/// "2d 3h", "12m 30s", "10s", "500ms": the two biggest units.
std::string shownSpan(std::chrono::milliseconds span);

/// How long an answer took: "0.42 ms", "12.3 ms", "1.20 s".
std::string shownTime(std::chrono::microseconds time);

} // namespace repool::monitor
