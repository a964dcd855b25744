/// \file
/// What a function does with a handle that it is given.
///
///   void load(PGconn *conn, int id)  ->  ParameterFact{closes, hazards, statements, passed on}
///
/// Stated for every function of the project that takes one, whoever calls it: lib/decide joins the
/// facts of all units by USR. The same walk as for a local handle; what that does not recognise is
/// a hazard here too.
#pragma once

#include "analyze/Callees.h"
#include "model/Facts.h"

namespace repool {

/// What \p callable does with its parameter number \p parameter, a handle of \p driver.
ParameterFact parameterFact(const Callable &callable, unsigned parameter, const DriverSpec &driver,
                            const SourceMap &map, const DriverIndex &index, Callees &callees);

} // namespace repool
