/// \file
/// Whether a function looks into the text of a failure that it caught: `e.what()`.
///
///   catch (const std::exception &e) { if (strstr(e.what(), "starting up")) ... }
///
/// It may look for the words of a failed connection, which the pool words its own way. Text that is
/// kept in a variable is followed, within the function; printed it is no matter.
#pragma once

#include "find/Callables.h"
#include "model/Facts.h"

namespace repool {

std::optional<Problem> comparedFailure(const Callable &callable, const SourceMap &map);

} // namespace repool
