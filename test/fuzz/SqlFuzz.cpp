/// \file
/// Any bytes as the text of a statement: its effects, each once; case and a leading blank change
/// nothing. And as a schema, and as statements that use it: each dialect says something of them.
#include "OnDisk.h"
#include "sql/SessionEffects.h"
#include "sql/Statements.h"

#include <set>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
  const std::string sql(repool::fuzz::text(data, size));
  const std::vector<repool::SessionEffect> effects = repool::sessionEffects(sql);
  if (std::set(effects.begin(), effects.end()).size() != effects.size())
    __builtin_trap();
  if (repool::sessionEffects("\n " + sql) != effects)
    __builtin_trap();
  for (const repool::Dialect dialect :
       {repool::Dialect::PostgreSql, repool::Dialect::MySql, repool::Dialect::Sqlite}) {
    repool::Schema schema;
    schema.add(dialect, sql);
    for (const repool::Statement &statement : repool::readStatements(dialect, sql, schema))
      if (statement.kind.empty())
        __builtin_trap();
  }
  return 0;
}
