/// \file
/// A PostgreSQL schema file, as `pg_dump --schema-only` writes it. Private to sql/.
#pragma once

#include "sql/Schema.h"

namespace repool {

/// "" or the parser's words.
std::string addPostgresSchema(Schema &schema, std::string_view text);

} // namespace repool
