/// \file
/// One parsed unit -> TuFacts: the last place where clang is known.
///
///   callables -> opens -> (per variable) uses, flow, closes, region -> Handle
///                      -> (per handle parameter) uses -> ParameterFact
///
/// Runs inside the parse callback. Code of system headers and files outside the root is not looked
/// at. Never decides: it states what is so and what could not be proved.
#pragma once

#include "drivers/Driver.h"
#include "model/Facts.h"
#include "parse/Parse.h"

#include <span>

namespace repool {

TuFacts analyzeUnit(clang::CompilerInstance &compiler, const ParseOutcome &outcome,
                    const std::string &unit, std::span<const DriverSpec> drivers,
                    const std::string &root, SourceStore &sources);

} // namespace repool
