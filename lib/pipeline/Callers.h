/// \file
/// Units that hold no connection call, but call functions that do: they decide how often those run.
///
///   store.c: void openStore() { db = PQconnectdb(..); }     names a driver: parsed
///   main.c:  int main() { openStore(); ... }                names none: the prefilter skips it
///
/// The prefilter is asked again, with the names of the functions on whose callers a verdict rests,
/// until no unit is added. What names a function through a macro that joins its name from parts, or
/// is not in the database, stays unseen. Private to pipeline/.
#pragma once

#include "decide/Program.h"

#include <string>
#include <vector>

namespace repool {

/// Names whose callers matter, as the prefilter takes them: "app::openStore". Sorted.
std::vector<std::string> namesToSeek(const ProgramFacts &program);

} // namespace repool
