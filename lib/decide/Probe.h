/// \file
/// A liveness probe: a connection that is opened, tested and closed, here or in helpers.
///
///   bool isUp(url) { PGconn *c = PQconnectdb(url); bool up = answers(c); PQfinish(c); return up; }
///   bool answers(PGconn *c) { return PQstatus(c) == CONNECTION_OK; }
///
/// A helper whose body was not seen may execute anything. Pure.
#pragma once

#include "decide/Program.h"

namespace repool {

/// Some statement is executed on \p handle, by its function or by one that it is passed to.
bool executes(const Handle &handle, const ProgramFacts &program);

} // namespace repool
