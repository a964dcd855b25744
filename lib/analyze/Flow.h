/// \file
/// The states of one pointer handle over the control-flow graph of its function.
///
///   None --open--> Open --close--> Closed,   Open --its failure branch--> Failed
///   None --maker--> Failed --open--> Open    where the open connects a handle made before
///
/// Answers: is it used or closed after a close, opened while open, left open on a path out. Sets of
/// states per block, joined until nothing changes; tests of the handle (null, PQstatus, the open's
/// return code) narrow the sets on their branches. A branch it does not understand narrows nothing,
/// so an answer errs towards a problem. Exceptions are not followed: a lease survives them, a pair
/// leaks as the code did before.
#pragma once

#include "analyze/Callees.h"
#include "analyze/Uses.h"

namespace repool {

struct FlowFacts {
  std::vector<Problem> hazards;  ///< RP301 used after close, RP302 closed twice
  std::vector<Problem> leaks;    ///< RP303, one per place where an open handle is left
  std::vector<Problem> reopened; ///< RP310 opened again while it may be open
  bool analysed = false;         ///< false: no graph could be built
};

/// \p results hold what opens in place gave: the handle itself, or null if it failed.
/// Calls of functions in the same unit count as what \p callees says they are.
FlowFacts followHandle(const clang::VarDecl &var, const DriverSpec &driver,
                       const Callable &callable, Callees &callees, const UsesOfVariable &uses,
                       const std::vector<const clang::Expr *> &opens,
                       const std::vector<const clang::VarDecl *> &results);

/// The same for a parameter that is open on entry: is it closed where the function returns?
Closing followParameter(const clang::VarDecl &var, const DriverSpec &driver,
                        const Callable &callable, Callees &callees, const UsesOfVariable &uses);

} // namespace repool
