/// \file
/// One handle -> what becomes of it: the first matching row of a table of strategies, or the reason
/// why none may be used.
///
///   suppressed -> kept (not per request) -> how the handle is held -> hazards -> wrap | lease |
///   pair
///
/// Pure: facts in, ruling out. When in doubt it says *needs review*.
#pragma once

#include "decide/Program.h"
#include "drivers/Driver.h"
#include "model/Plan.h"
#include "sql/Schema.h"

namespace repool {

enum class Style { Auto, Wrap, Lease, Pair };

struct DecideOptions {
  Style style = Style::Auto;
  unsigned wrapLines = 12;        ///< a longer region is a lease: its diff is two lines
  bool assumeServer = false;      ///< --assume=server
  bool perRequest = false;        ///< the configuration says so of this handle
  const Schema *schema = nullptr; ///< of the program's databases; null: no relation is known
};

struct Ruling {
  Verdict verdict = Verdict::Review;
  Strategy strategy = Strategy::None;
  bool isStateless = false;       ///< nothing is left on the session and nothing is needed from it
  bool isReadOnly = false;        ///< a callback that writes nothing, and may run twice
  Problem reason;                 ///< empty code when rewritten
  std::vector<std::string> facts; ///< for explain
  std::vector<const ParameterFact *>
      closers; ///< helpers to edit with the handle; in the program's facts
  std::vector<const CloseMention *> closes; ///< of a pair over the program; in its facts
  std::vector<const OwnerDecl *> retyped;   ///< types that become leases; in its facts
  std::vector<const Handle *> members;      ///< other handles that change with it; in its facts
  std::vector<std::string> owners;          ///< identifiers of who hands the handle out
};

/// \p outside is what the caller knows beyond the facts (suppression, file policy); \p banned are
/// strategies that verification refused, with its words.
Ruling decide(const Handle &handle, const DriverSpec &driver, const ProgramFacts &program,
              const DecideOptions &options, const std::vector<Problem> &outside,
              const std::map<Strategy, Problem> &banned);

} // namespace repool
