/// \file
/// What a call of the client library does with the handle, as the driver's data says.
///
///   PQexec(conn, "...")   conn.close()   mysql_options(conn, MYSQL_OPT_RECONNECT, &on)
///
/// Called by CallUses for functions and by Mention for methods. A function that the driver does not
/// list has been dealt with before; a method that it does not list executes something.
#pragma once

#include "analyze/HandleUses.h"

namespace repool {

/// \p ref is an argument of \p call, whose function is \p known.
void driverCall(HandleUses &uses, const clang::Expr &ref, const clang::CallExpr &call,
                const DriverCall &known);

/// \p ref is the object of \p member.
void driverMethod(HandleUses &uses, const clang::Expr &ref, const clang::MemberExpr &member);

} // namespace repool
