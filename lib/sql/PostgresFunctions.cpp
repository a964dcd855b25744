#include "sql/PostgresFunctions.h"

#include <algorithm>

namespace repool {

namespace {

#include "sql/data/PostgresCatalogue.inc"

struct Row {
  std::string_view name;
  FunctionEffect effect;
  std::string_view state;
};

constexpr std::string_view Lock = "leaves an advisory lock";
constexpr std::string_view Unlock = "needs an advisory lock";
constexpr std::string_view LastValue = "needs the last value of a sequence";
constexpr std::string_view Process = "needs the server process of its own session";

/// Before the catalogue's word. Volatile functions without a row are unknown.
constexpr Row Rows[] = {
    {"nextval", FunctionEffect::Advances, "leaves the last value of a sequence"},
    {"setval", FunctionEffect::Advances, "leaves the last value of a sequence"},
    {"currval", FunctionEffect::State, LastValue},
    {"lastval", FunctionEffect::State, LastValue},
    {"setseed", FunctionEffect::State, "leaves a seed of random numbers"},
    {"pg_advisory_lock", FunctionEffect::State, Lock},
    {"pg_advisory_lock_shared", FunctionEffect::State, Lock},
    {"pg_try_advisory_lock", FunctionEffect::State, Lock},
    {"pg_try_advisory_lock_shared", FunctionEffect::State, Lock},
    {"pg_advisory_unlock", FunctionEffect::State, Unlock},
    {"pg_advisory_unlock_shared", FunctionEffect::State, Unlock},
    {"pg_advisory_unlock_all", FunctionEffect::State, Unlock},
    {"pg_backend_pid", FunctionEffect::State, Process},
    {"pg_my_temp_schema", FunctionEffect::State, Process},
    {"pg_listening_channels", FunctionEffect::State, "needs what the session listens to"},
    {"pg_prepared_statement", FunctionEffect::State, "needs the session's prepared statements"},
    {"pg_cursor", FunctionEffect::State, "needs the session's cursors"},
    // These end with the statement or the transaction.
    {"random", FunctionEffect::Volatile, ""},
    {"gen_random_uuid", FunctionEffect::Volatile, ""},
    {"clock_timestamp", FunctionEffect::Volatile, ""},
    {"timeofday", FunctionEffect::Volatile, ""},
    {"current_query", FunctionEffect::Volatile, ""},
    {"pg_sleep", FunctionEffect::Volatile, ""},
    {"pg_sleep_for", FunctionEffect::Volatile, ""},
    {"pg_sleep_until", FunctionEffect::Volatile, ""},
    {"pg_notify", FunctionEffect::Volatile, ""},
    {"pg_advisory_xact_lock", FunctionEffect::Volatile, ""},
    {"pg_advisory_xact_lock_shared", FunctionEffect::Volatile, ""},
    {"pg_try_advisory_xact_lock", FunctionEffect::Volatile, ""},
    {"pg_try_advisory_xact_lock_shared", FunctionEffect::Volatile, ""},
    {"pg_is_in_recovery", FunctionEffect::Volatile, ""},
    {"pg_relation_size", FunctionEffect::Volatile, ""},
    {"pg_table_size", FunctionEffect::Volatile, ""},
    {"pg_indexes_size", FunctionEffect::Volatile, ""},
    {"pg_total_relation_size", FunctionEffect::Volatile, ""},
    {"pg_database_size", FunctionEffect::Volatile, ""},
    // Called stable, but they read relations whose names they are given: these may be views.
    {"table_to_xml", FunctionEffect::Unknown, ""},
    {"table_to_xml_and_xmlschema", FunctionEffect::Unknown, ""},
    {"schema_to_xml", FunctionEffect::Unknown, ""},
    {"schema_to_xml_and_xmlschema", FunctionEffect::Unknown, ""},
    {"database_to_xml", FunctionEffect::Unknown, ""},
    {"database_to_xml_and_xmlschema", FunctionEffect::Unknown, ""},
    // Called stable, but they write: a transaction number is given out.
    {"txid_current", FunctionEffect::Volatile, ""},
    {"pg_current_xact_id", FunctionEffect::Volatile, ""},
};

template <std::size_t N> bool contains(const std::string_view (&sorted)[N], std::string_view name) {
  return std::binary_search(std::begin(sorted), std::end(sorted), name);
}

} // namespace

PostgresFunction postgresFunction(std::string_view name) {
  for (const Row &row : Rows)
    if (row.name == name)
      return {row.effect, row.state};
  // A name with a volatile overload and without a row may do anything.
  if (contains(FixedFunctions, name) && !contains(VolatileFunctions, name))
    return {FunctionEffect::Nothing, ""};
  return {};
}

bool isCatalogueType(std::string_view name) {
  return contains(Types, name);
}

/// The session's own view of itself shows what a fresh session does not have.
bool isCatalogueRelation(std::string_view name) {
  return contains(CatalogueRelations, name) && name != "pg_prepared_statements" &&
         name != "pg_cursors";
}

bool isInformationRelation(std::string_view name) {
  return contains(InformationRelations, name);
}

} // namespace repool
