/// \file
/// Who owns what an open hands out, over the whole program: the pair of REWRITES.md.
///
///   PGconn *open_db(void) { .. PQconnectdb .. return conn; }      the open, handed over
///     -> conn = open_db();  ...  PQfinish(conn);                  received: judged as a handle
///     -> return open_db();                                        handed on: its callers too
///   -> every mention of PQfinish that can receive it
///
/// The open is pooled only if each receiver was followed to its end and lives per request. All
/// closes of the driver go with it but those of a local variable that provably holds something
/// else: a give-back of a handle that the pool does not know closes it as before, so one too many
/// is harmless and one too few would close a pooled handle behind the pool's back.
///
/// An object that ends its connection by itself has no closes; its type changes instead, and with
/// it everything that fills it or is filled by it:
///
///   pqxx::connection open_db() { return pqxx::connection(url); }   result and open
///     -> auto conn = open_db();                                     member: becomes a lease
///
/// Pure.
#pragma once

#include "decide/Program.h"
#include "drivers/Driver.h"

namespace repool {

struct OwnedHandle {
  std::optional<Problem> against;           ///< why it is kept or needs review
  std::vector<const CloseMention *> closes; ///< in the program's facts
  std::vector<const OwnerDecl *> retyped;   ///< likewise
  std::vector<const Handle *> members;      ///< that change with it, but itself
  std::vector<std::string> names; ///< identifiers of the owners: whoever names one matters
  std::vector<std::string> chain; ///< for explain: one step each
};

/// \p handle hands its connection over (`handOvers` is not empty).
OwnedHandle followOwners(const Handle &handle, const DriverSpec &driver,
                         const ProgramFacts &program);

} // namespace repool
