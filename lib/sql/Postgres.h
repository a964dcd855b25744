/// \file
/// PostgreSQL's statements, parsed by libpg_query. Private to sql/.
#pragma once

#include "sql/Statements.h"

namespace repool {

/// \p text without holes.
std::vector<Statement> readPostgres(std::string_view text, const Schema &schema);

} // namespace repool
