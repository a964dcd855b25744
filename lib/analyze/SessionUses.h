/// \file
/// What a function does with the session behind one handle, every use of it accounted for.
///
///   mentions of `conn` and of what it makes (`pqxx::work tx(conn)`)
///     -> statements executed, functions it is given to, and touches: uses that no table knows
///
/// The question is only what may be left on the session or is needed from it; who closes and who
/// keeps the handle is asked in Uses.h. A use that is not recognised is a touch, which takes the
/// proof away.
#pragma once

#include "find/Callables.h"
#include "find/DriverIndex.h"
#include "model/SessionFacts.h"

namespace repool {

SessionFacts sessionUses(const clang::VarDecl &var, const DriverSpec &driver,
                         const Callable &callable, const SourceMap &map, const DriverIndex &index);

} // namespace repool
