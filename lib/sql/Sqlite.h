/// \file
/// SQLite's statements, by a lexer and tables. Private to sql/.
///
/// Views and triggers of SQLite can run queries and writes only, so that no schema is asked for:
/// nothing they may do stays on the connection. A function that is not SQLite's own is unknown.
#pragma once

#include "sql/Statements.h"

namespace repool {

std::vector<Statement> readSqlite(std::string_view text);

} // namespace repool
