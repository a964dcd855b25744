/// \file
/// The states of one pointer handle over the control-flow graph of its function.
///
///   None --open--> Open --close--> Closed,   Open --its failure branch--> Failed
///   None --maker--> Failed --open--> Open    where the open connects a handle made before
///                  Open --return, *out = --> Handed
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

/// What is taken for granted while a handle is followed.
struct FlowPremise {
  bool byArgument = false; ///< the opens fill an argument; their value is a code, not the handle
  CodeMeaning code = CodeMeaning::Nothing;
  std::vector<CalleePremise> callees;          ///< without a body here
  std::vector<const clang::Expr *> inPlace;    ///< of the opens, those that connect the handle
  std::vector<const clang::VarDecl *> results; ///< hold what those gave: the handle, or null
};

/// The premise for the opens of the driver itself.
FlowPremise premiseOf(const DriverSpec &driver);

struct FlowFacts {
  std::vector<Problem> hazards;            ///< RP301 used after close, RP302 closed twice
  std::vector<Problem> leaks;              ///< RP303, one per place where an open handle is left
  std::vector<Problem> reopened;           ///< RP310 opened again while it may be open
  CodeMeaning code = CodeMeaning::Nothing; ///< whether the function's value says that it is open
  bool analysed = false;                   ///< false: no graph could be built
};

/// Calls of functions in the same unit count as what \p callees says they are.
FlowFacts followHandle(const HandleExpr &handle, const DriverSpec &driver, const Callable &callable,
                       Callees &callees, const UsesOfVariable &uses,
                       const std::vector<const clang::Expr *> &opens, const FlowPremise &premise);

/// The same for a handle that is open on entry, whatever holds it: is it closed where the function
/// returns?
HeldFacts followHeld(const HandleExpr &handle, const DriverSpec &driver, const Callable &callable,
                     Callees &callees, const UsesOfVariable &uses);

} // namespace repool
