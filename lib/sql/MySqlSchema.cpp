#include "sql/MySql.h"
#include "sql/Tokens.h"

#include <algorithm>

namespace repool {

namespace {

/// A statement of a schema file.
void addStatement(Schema &schema, const std::vector<Token> &tokens) {
  const auto has = [&](std::string_view word) {
    return std::any_of(tokens.begin(), tokens.end(), [&](const Token &t) { return t.is(word); });
  };
  if (!tokens.front().is("CREATE") && !tokens.front().is("ALTER"))
    return;
  if (has("TRIGGER"))
    schema.writesRun = "the schema has triggers";
  std::size_t i = 0;
  while (i < tokens.size() && !tokens[i].is("TABLE") && !tokens[i].is("VIEW"))
    ++i;
  const bool isView = i < tokens.size() && tokens[i].is("VIEW");
  if (i == tokens.size() || has("TEMPORARY") || has("TRIGGER") || has("PROCEDURE"))
    return;
  ++i;
  while (i < tokens.size() && (tokens[i].is("IF") || tokens[i].is("NOT") || tokens[i].is("EXISTS")))
    ++i;
  if (i >= tokens.size() || !tokens[i].isName())
    return;
  std::string database;
  if (i + 2 < tokens.size() && tokens[i + 1].isMark('.')) {
    database = tokens[i].text;
    i += 2;
  }
  if (tokens.front().is("ALTER") && !schema.tables.contains(tokens[i].text))
    return;
  SchemaTable &table = schema.tables[tokens[i].text];
  table.schemas.insert(database);
  if (isView)
    table.notPlain = "is a view";
  if (has("AUTO_INCREMENT"))
    table.advancesSequence = true;
  if (has("DEFAULT") && has("NEXTVAL"))
    table.advancesSequence = true;
}

/// mysqldump puts what an old server does not know into comments: `/*!50001 CREATE VIEW ... */`.
/// What a schema holds is all there is, on whatever server.
std::string withoutVersions(std::string_view text) {
  std::string result(text);
  for (std::size_t at = result.find("/*!"); at != std::string::npos; at = result.find("/*!", at)) {
    const std::size_t end = result.find("*/", at);
    if (end == std::string::npos)
      break; // the lexer says so
    result.replace(end, 2, "  ");
    result.replace(at, 3, "   ");
    for (at += 3; at < result.size() && result[at] >= '0' && result[at] <= '9'; ++at)
      result[at] = ' ';
  }
  return result;
}

} // namespace

std::string addMySqlSchema(Schema &schema, std::string_view text) {
  const Tokens tokens = tokenize(Dialect::MySql, withoutVersions(text));
  if (!tokens.error.empty())
    return tokens.error;
  for (const std::vector<Token> &statement : tokens.statements)
    addStatement(schema, statement);
  return "";
}

} // namespace repool
