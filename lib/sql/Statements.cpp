#include "sql/Statements.h"

#include "sql/MySql.h"
#include "sql/Postgres.h"
#include "sql/PostgresSchema.h"
#include "sql/Sqlite.h"

#include <algorithm>
#include <optional>

namespace repool {

namespace {

constexpr std::size_t LongestText = 64 * 1024;

/// A number must stand alone. `-%d` could start a comment, `t%d` would be another name.
bool standsAlone(char before, char after) {
  constexpr std::string_view Before = " \t\r\n(,=<>'";
  constexpr std::string_view After = " \t\r\n),;'";
  return (before == '\0' || Before.find(before) != std::string_view::npos) &&
         (after == '\0' || After.find(after) != std::string_view::npos);
}

/// The text with some number in the place of each hole.
std::optional<std::string> filled(std::string_view text) {
  std::string result(text);
  for (std::size_t at = 0; at < result.size(); ++at) {
    if (result[at] != NumberHole)
      continue;
    if (!standsAlone(at == 0 ? '\0' : result[at - 1],
                     at + 1 == result.size() ? '\0' : result[at + 1]))
      return std::nullopt;
    result[at] = '7';
  }
  return result;
}

} // namespace

void Statement::addState(std::string what) {
  if (std::find(state.begin(), state.end(), what) == state.end())
    state.push_back(std::move(what));
}

void Statement::addUnknown(std::string why) {
  if (unknown.empty())
    unknown = std::move(why);
}

std::vector<Statement> readStatements(Dialect dialect, std::string_view text,
                                      const Schema &schema) {
  if (text.size() > LongestText)
    return {{.kind = "text", .unknown = "it is too long"}};
  const auto whole = filled(text);
  if (!whole)
    return {{.kind = "text", .unknown = "a number is part of a name or operator"}};
  switch (dialect) {
  case Dialect::PostgreSql:
    return readPostgres(*whole, schema);
  case Dialect::MySql:
    return readMySql(*whole, schema);
  case Dialect::Sqlite:
    return readSqlite(*whole);
  case Dialect::Unknown:
    break;
  }
  return {{.kind = "text", .unknown = "repool does not know the language of this driver"}};
}

std::string Schema::add(Dialect dialect, std::string_view text) {
  isGiven = true;
  if (dialect == Dialect::PostgreSql)
    return addPostgresSchema(*this, text);
  return dialect == Dialect::MySql ? addMySqlSchema(*this, text) : "";
}

} // namespace repool
