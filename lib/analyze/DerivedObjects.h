/// \file
/// Whether what a call makes of a handle, a prepared statement say, ends before the handle does.
///
///   sqlite3_prepare_v2(db, sql, -1, &stmt, 0); ... sqlite3_finalize(stmt);
///
/// One that is handed out or never ended lives on the connection after its close, which a pool does
/// not end: a hazard. On which paths it ends is not asked.
#pragma once

#include "analyze/HandleUses.h"

namespace repool {

/// \p call is of the driver and has a name.
void derivedObject(HandleUses &uses, const clang::CallExpr &call);

} // namespace repool
