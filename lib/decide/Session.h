/// \file
/// The statements of a handle's region, those of the functions it is given to included -> what is
/// proved about its session.
///
///   SessionFacts + facts of the program + schema -> stateless, read-only, and why not
///
/// Stateless only if every statement of every function is known and leaves nothing, and no other
/// use may. A text that a function is given is followed to its callers: `run(conn, "SELECT 1")`.
/// Pure. Says what it knows of each statement, for explain.
#pragma once

#include "decide/Program.h"
#include "drivers/Driver.h"
#include "sql/Schema.h"

namespace repool {

struct SessionProof {
  bool isStateless = false;
  bool isReadOnly = false;        ///< all statements are; says nothing of the rest of the code
  std::vector<std::string> facts; ///< "SELECT at line 12 leaves nothing and writes nothing"
  std::vector<Problem> hazards;   ///< of texts that are known only through the caller
};

SessionProof proveSession(const Handle &handle, const DriverSpec &driver,
                          const ProgramFacts &program, const Schema &schema);

} // namespace repool
