#include "sql/Sqlite.h"

#include "sql/Tokens.h"

#include <algorithm>
#include <array>

namespace repool {

namespace {

using namespace std::string_view_literals;

#include "sql/data/SqliteFunctions.inc"

/// Words of the language that a `(` may follow.
constexpr std::array BeforeParenthesis = {
    "ALL"sv,    "AND"sv,      "AS"sv,       "BETWEEN"sv,      "BY"sv,        "CASE"sv,
    "CAST"sv,   "CONFLICT"sv, "DISTINCT"sv, "ELSE"sv,         "EXCEPT"sv,    "EXISTS"sv,
    "FILTER"sv, "FROM"sv,     "HAVING"sv,   "IN"sv,           "INTERSECT"sv, "INTO"sv,
    "IS"sv,     "JOIN"sv,     "LIMIT"sv,    "MATERIALIZED"sv, "NOT"sv,       "OFFSET"sv,
    "ON"sv,     "OR"sv,       "OVER"sv,     "RETURNING"sv,    "SELECT"sv,    "SET"sv,
    "THEN"sv,   "UNION"sv,    "USING"sv,    "VALUES"sv,       "WHEN"sv,      "WHERE"sv,
    "ISNULL"sv, "ESCAPE"sv};

/// Pragmas that only ask when they are given no value.
constexpr std::array AskingPragmas = {
    "APPLICATION_ID"sv, "COLLATION_LIST"sv,  "COMPILE_OPTIONS"sv,   "DATABASE_LIST"sv,
    "ENCODING"sv,       "FOREIGN_KEYS"sv,    "FOREIGN_KEY_CHECK"sv, "FREELIST_COUNT"sv,
    "FUNCTION_LIST"sv,  "INTEGRITY_CHECK"sv, "JOURNAL_MODE"sv,      "MODULE_LIST"sv,
    "PAGE_COUNT"sv,     "PAGE_SIZE"sv,       "PRAGMA_LIST"sv,       "QUICK_CHECK"sv,
    "SCHEMA_VERSION"sv, "TABLE_LIST"sv,      "USER_VERSION"sv};

/// Pragmas whose argument is the name of what they ask about.
constexpr std::array PragmasOfAName = {"FOREIGN_KEY_CHECK"sv, "FOREIGN_KEY_LIST"sv, "INDEX_INFO"sv,
                                       "INDEX_LIST"sv,        "INDEX_XINFO"sv,      "TABLE_INFO"sv,
                                       "TABLE_LIST"sv,        "TABLE_XINFO"sv};

/// Pragmas whose value is kept in the file.
constexpr std::array PragmasOfTheFile = {"APPLICATION_ID"sv, "USER_VERSION"sv};

template <std::size_t N>
bool contains(const std::array<std::string_view, N> &words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

class Reader {
public:
  explicit Reader(const std::vector<Token> &tokens) : tokens_(tokens) {}

  Statement read() {
    result_.kind = tokens_.front().kind == Token::Kind::Word ? tokens_.front().text : "text";
    const Token &first = tokens_.front();
    if (first.is("SELECT") || first.is("VALUES"))
      result_.writes = false;
    if (first.is("EXPLAIN") && !explainsQuery()) {
      result_.unknown = "what is explained may take effect when it is prepared";
      return std::move(result_);
    }
    if (first.is("SELECT") || first.is("VALUES") || first.is("INSERT") || first.is("REPLACE") ||
        first.is("UPDATE") || first.is("DELETE") || first.is("WITH") || first.is("EXPLAIN"))
      functions(0);
    else if (first.is("BEGIN") || first.is("COMMIT") || first.is("END") || first.is("ROLLBACK") ||
             first.is("SAVEPOINT") || first.is("RELEASE"))
      result_.writes = false;
    else if (first.is("CREATE"))
      create();
    else if (first.is("PRAGMA"))
      pragma();
    else if (first.is("ATTACH") || first.is("DETACH"))
      result_.state.push_back("leaves another database attached or detached");
    else if (!(first.is("DROP") || first.is("ALTER")))
      result_.unknown = result_.kind + " is not a statement that repool knows the effects of";
    return std::move(result_);
  }

private:
  const Token *at(std::size_t i) const { return i < tokens_.size() ? &tokens_[i] : nullptr; }

  bool wordAt(std::size_t i, std::string_view word) const { return at(i) && at(i)->is(word); }

  bool markAt(std::size_t i, char c) const { return at(i) && at(i)->isMark(c); }

  /// Pragmas and ATTACH run while they are compiled, explained or not.
  bool explainsQuery() const {
    const std::size_t i = wordAt(1, "QUERY") && wordAt(2, "PLAN") ? 3 : 1;
    return wordAt(i, "SELECT") || wordAt(i, "VALUES") || wordAt(i, "WITH") || wordAt(i, "INSERT") ||
           wordAt(i, "REPLACE") || wordAt(i, "UPDATE") || wordAt(i, "DELETE");
  }

  void functions(std::size_t from) {
    for (std::size_t i = from; i + 1 < tokens_.size() && result_.unknown.empty(); ++i) {
      if (wordAt(i, "REGEXP") || wordAt(i, "MATCH")) // x REGEXP y calls regexp(y, x)
        result_.unknown = "what its " + tokens_[i].text + " calls is not known";
      if (tokens_[i].kind == Token::Kind::Text && markAt(i + 1, '(') && !isWrittenTable(i))
        result_.unknown = "a text stands where a name does";
      if (!tokens_[i].isName() || !markAt(i + 1, '('))
        continue;
      const std::string &name = tokens_[i].text;
      const bool isKeyword =
          tokens_[i].kind == Token::Kind::Word && contains(BeforeParenthesis, name);
      if (isKeyword || isWrittenTable(i) || isWithName(i))
        continue;
      if (name == "TOTAL_CHANGES")
        result_.state.push_back("needs the changes since the connection was opened");
      else if (!contains(Functions, name))
        result_.unknown = "'" + name + "' is not a function of SQLite's own";
    }
  }

  /// INSERT INTO t (a, b), INSERT INTO main.t (a, b)
  bool isWrittenTable(std::size_t i) const {
    if (i >= 1 && wordAt(i - 1, "INTO"))
      return true;
    return i >= 3 && markAt(i - 1, '.') && wordAt(i - 3, "INTO");
  }

  /// WITH x(a, b) AS (...): no alias of a call is followed by a parenthesis.
  bool isWithName(std::size_t i) const {
    unsigned depth = 0;
    for (std::size_t j = i + 1; j < tokens_.size(); ++j) {
      depth += markAt(j, '(') ? 1 : 0;
      if (!markAt(j, ')') || --depth > 0)
        continue;
      ++j;
      if (!wordAt(j++, "AS"))
        return false;
      j += wordAt(j, "NOT") ? 1 : 0;
      j += wordAt(j, "MATERIALIZED") ? 1 : 0;
      return markAt(j, '(');
    }
    return false;
  }

  void create() {
    std::size_t i = 1;
    if (wordAt(i, "TEMP") || wordAt(i, "TEMPORARY")) {
      result_.state.push_back("leaves a temporary object");
      return;
    }
    i += wordAt(i, "UNIQUE") ? 1 : 0;
    if (!wordAt(i, "TABLE") && !wordAt(i, "INDEX") && !wordAt(i, "VIEW")) {
      result_.unknown = "what it creates is not followed";
      return;
    }
    result_.kind += " " + tokens_[i].text;
    for (std::size_t j = i; j + 1 < tokens_.size(); ++j) {
      if (tokens_[j].isName() && tokens_[j].text == "TEMP" && markAt(j + 1, '.'))
        result_.state.push_back("leaves a temporary object");
      if (tokens_[j].kind == Token::Kind::Text && markAt(j + 1, '.')) // 'temp'.t is a name, too
        result_.unknown = "a text stands where a name does";
    }
    for (std::size_t j = i; j + 1 < tokens_.size(); ++j)
      if (wordAt(i, "TABLE") && wordAt(j, "AS") && !markAt(j + 1, '('))
        return functions(j);
  }

  void pragma() {
    std::size_t i = 1;
    if (markAt(i + 1, '.'))
      i += 2;
    if (!at(i) || !at(i)->isName()) {
      result_.unknown = "its pragma has no name";
      return;
    }
    const std::string &name = at(i)->text;
    result_.kind = "PRAGMA " + name;
    const bool hasValue = i + 1 < tokens_.size();
    const bool asks = hasValue ? markAt(i + 1, '(') && contains(PragmasOfAName, name)
                               : contains(AskingPragmas, name);
    result_.writes = !asks;
    if (!asks && !(hasValue && contains(PragmasOfTheFile, name)))
      result_.state.push_back("leaves a pragma");
  }

  const std::vector<Token> &tokens_;
  Statement result_;
};

} // namespace

std::vector<Statement> readSqlite(std::string_view text) {
  const Tokens tokens = tokenize(Dialect::Sqlite, text);
  if (!tokens.error.empty())
    return {{.kind = "text", .unknown = tokens.error}};
  std::vector<Statement> statements;
  for (const std::vector<Token> &statement : tokens.statements) {
    statements.push_back(Reader(statement).read());
    if (!statements.back().unknown.empty())
      break; // a trigger's body holds semicolons
  }
  return statements;
}

} // namespace repool
