/// \file
/// What becomes of the result of an open in place: it is the handle again, or null.
///
///   if (!mysql_real_connect(conn, ...))         nothing: it is only tested
///   MYSQL *r = mysql_real_connect(conn, ...);   `r` is a second name, which follows the handle
///   ctx->db = mysql_real_connect(conn, ...);    a problem: it gets away
///
/// Asked once per handle, before its uses are classified. Looks at the code around the calls only;
/// what the second names are used for is the classifier's question.
#pragma once

#include "find/FindOpens.h"

namespace repool {

struct ConnectResults {
  std::vector<const clang::VarDecl *> names; ///< local pointers that get a result, each once
  std::vector<Problem> hazards;
};

/// \p opens connect \p var in place. `conn = mysql_real_connect(conn, ...)` gives no second name.
ConnectResults connectResults(const std::vector<const FoundOpen *> &opens,
                              const clang::VarDecl &var, const Callable &callable,
                              const SourceMap &map);

/// The result of \p open goes back into \p var itself.
bool replacesItself(const FoundOpen &open, const clang::VarDecl &var);

} // namespace repool
