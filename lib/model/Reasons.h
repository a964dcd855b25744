/// \file
/// The table of reason codes: one row each, with a page in docs/problems/<code>.md.
///
/// Read by decide (which verdict a hazard means) and by render and `repool explain` (titles and
/// hints). Codes are stable: a row is added, never renumbered.
#pragma once

#include <span>
#include <string_view>

namespace repool {

enum class Verdict { Rewritten, Review, Kept, Suppressed };

/// "rewritten", "review", "kept", "suppressed": the words of every output format.
std::string_view toString(Verdict verdict);

struct Reason {
  std::string_view code;  ///< "RP101"
  Verdict verdict;        ///< what a site with this reason becomes
  std::string_view title; ///< a few words
  std::string_view hint;  ///< what the reader does next
};

/// All rows, in the order of their codes.
std::span<const Reason> reasons();

/// The row of \p code, or null where there is none.
const Reason *findReason(std::string_view code);

} // namespace repool
