/// \file
/// MySQL's and MariaDB's statements, by a lexer and tables. Private to sql/.
///
/// A view, a trigger or a default may call anything, so relations count only where a schema file
/// has them as tables and has no triggers.
#pragma once

#include "sql/Statements.h"

namespace repool {

std::vector<Statement> readMySql(std::string_view text, const Schema &schema);

/// "" or why the file could not be read.
std::string addMySqlSchema(Schema &schema, std::string_view text);

} // namespace repool
