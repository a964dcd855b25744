/// \file
/// Calls that give a connection: of the client library, and of the program's own functions.
///
///   PQconnectdb(url)   sqlite3_open(path, &db)   mysql_real_connect(conn, ...)
///   open_db()          open_db(&db)     -> `source` is set: who knows whether that is an open
///
/// By the callee's name and the driver's data. A callee without a name, and a library that no
/// driver describes, are no opens.
#pragma once

#include "find/OpenScope.h"

namespace repool {

/// \p global: the variable outside any body that \p call initialises.
void addCall(OpenScope &scope, const clang::CallExpr &call, const clang::VarDecl *global);

} // namespace repool
