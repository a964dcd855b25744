/// \file
/// The handle, or its address, as an argument: of the driver, of the program, of somebody else.
///
///   PQexec(conn, ...)   -> DriverCalls
///   load_user(conn, id) -> Passed, which lib/decide joins with what that function does
///   foreign(conn)       -> a hazard: its body was not seen
///
/// By the callee's declaration alone. A callee without a name, a virtual one, and one outside the
/// project are hazards.
#pragma once

#include "analyze/HandleUses.h"

namespace repool {

/// \p child, which is \p ref and what is around it, is an argument of \p call.
void passedToCall(HandleUses &uses, const clang::Expr &ref, const clang::CallExpr &call,
                  const clang::Stmt *child);

/// `&conn`, where the variable is a pointer.
void addressTaken(HandleUses &uses, const clang::Expr &ref, const clang::UnaryOperator &address);

/// \p callee, of the program, gets the handle as its parameter number \p index.
void handOn(HandleUses &uses, const clang::Expr &ref, const clang::FunctionDecl &callee,
            unsigned index);

} // namespace repool
