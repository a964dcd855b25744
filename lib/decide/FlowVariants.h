/// \file
/// Which of the flows that a unit followed holds for a handle, now that all units are known.
///
/// A unit follows a handle once per meaning of the code that came with it and per behaviour of the
/// functions whose bodies it did not see (FlowVariant); this picks the one that is true. None fits
/// where more functions may close it than were followed at once: the caller says *needs review*.
#pragma once

#include "model/Facts.h"

#include <map>

namespace repool {

/// What the flow of a unit does not know of the functions of other units: by callee.
using CalleePremises = std::map<std::pair<std::string, unsigned>, CalleePremise>;

/// \p code: what the value of the function that \p handle came from means; null if none fits.
const FlowVariant *variantOf(const Handle &handle, CodeMeaning code,
                             const CalleePremises &premises);

} // namespace repool
