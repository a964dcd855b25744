/// \file
/// One plan with a site of every verdict, for the tests of all formats.
#pragma once

#include "model/Plan.h"

namespace repool {

/// src/a.cpp: a lease and a review; src/b c.cpp: a pair, kept, suppressed. One unit failed.
Plan samplePlan();

/// The text for which samplePlan's edits of src/a.cpp were made; empty for other files.
std::string sampleText(const std::string &file);

Decision decision(const std::string &file, unsigned line, Verdict verdict, Strategy strategy,
                  const std::string &code, const std::string &reason);

} // namespace repool
