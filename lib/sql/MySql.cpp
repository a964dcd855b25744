#include "sql/MySql.h"

#include "sql/Tokens.h"

#include <algorithm>
#include <array>

namespace repool {

namespace {

using namespace std::string_view_literals;

#include "sql/data/MySqlFunctions.inc"

struct StateRow {
  std::string_view name;
  std::string_view state;
};

constexpr std::array StateFunctions = {
    StateRow{"GET_LOCK", "leaves a lock by name"},
    StateRow{"RELEASE_LOCK", "needs a lock by name"},
    StateRow{"RELEASE_ALL_LOCKS", "needs a lock by name"},
    StateRow{"LAST_INSERT_ID", "needs the last insert id"},
    StateRow{"FOUND_ROWS", "needs the number of found rows"},
    StateRow{"ROW_COUNT", "needs the number of changed rows"},
    StateRow{"CONNECTION_ID", "needs the server thread of its own session"},
    StateRow{"LASTVAL", "needs the last value of a sequence"},
    StateRow{"NEXTVAL", "leaves the last value of a sequence"},
    StateRow{"SETVAL", "leaves the last value of a sequence"},
    StateRow{"RAND", "leaves a seed of random numbers"},
};

constexpr std::array BeforeParenthesis = {
    "ALL"sv,     "AND"sv,     "ANY"sv,      "AS"sv,        "BETWEEN"sv, "BY"sv,        "CASE"sv,
    "CAST"sv,    "CONVERT"sv, "DISTINCT"sv, "DUPLICATE"sv, "ELSE"sv,    "EXCEPT"sv,    "EXISTS"sv,
    "EXTRACT"sv, "FROM"sv,    "HAVING"sv,   "IF"sv,        "IN"sv,      "INTERSECT"sv, "INTERVAL"sv,
    "JOIN"sv,    "LEFT"sv,    "LIKE"sv,     "LIMIT"sv,     "MOD"sv,     "NOT"sv,       "ON"sv,
    "OR"sv,      "OVER"sv,    "REPLACE"sv,  "RIGHT"sv,     "ROW"sv,     "SELECT"sv,    "SOME"sv,
    "THEN"sv,    "UNION"sv,   "USING"sv,    "VALUES"sv,    "VALUE"sv,   "WHEN"sv,      "WHERE"sv,
    "CHAR"sv,    "INSERT"sv,  "KEY"sv};

/// After these a relation's name, or a list of them, is over.
constexpr std::array EndOfFrom = {"WHERE"sv,  "GROUP"sv,  "HAVING"sv, "ORDER"sv,     "LIMIT"sv,
                                  "UNION"sv,  "WINDOW"sv, "SET"sv,    "VALUES"sv,    "VALUE"sv,
                                  "SELECT"sv, "FOR"sv,    "LOCK"sv,   "INTERSECT"sv, "EXCEPT"sv};

template <std::size_t N>
bool contains(const std::array<std::string_view, N> &words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

class Reader {
public:
  Reader(const std::vector<Token> &tokens, const Schema &schema)
      : tokens_(tokens), schema_(schema) {}

  Statement read() {
    const Token &first = tokens_.front();
    result_.kind = first.kind == Token::Kind::Word ? first.text : "text";
    const bool isQuery = first.is("SELECT") || first.isMark('(');
    const bool isWrite =
        first.is("INSERT") || first.is("REPLACE") || first.is("UPDATE") || first.is("DELETE");
    if (isQuery || isWrite) {
      result_.writes = isWrite;
      query(isWrite, first.is("INSERT") || first.is("REPLACE"));
    } else if (first.is("BEGIN") || first.is("COMMIT") || first.is("ROLLBACK") ||
               first.is("SAVEPOINT") || first.is("RELEASE") ||
               (first.is("START") && wordAt(1, "TRANSACTION"))) {
      result_.writes = false;
    } else if (first.is("SHOW")) {
      show();
    } else if (first.is("SET")) {
      set();
    } else if (first.is("CREATE") && (wordAt(1, "TEMPORARY") || wordAt(3, "TEMPORARY"))) {
      state("leaves a temporary table");
    } else {
      other(first);
    }
    return std::move(result_);
  }

private:
  const Token *at(std::size_t i) const { return i < tokens_.size() ? &tokens_[i] : nullptr; }

  bool wordAt(std::size_t i, std::string_view word) const { return at(i) && at(i)->is(word); }

  bool markAt(std::size_t i, char c) const { return at(i) && at(i)->isMark(c); }

  void state(std::string_view what) { result_.addState(std::string(what)); }

  void unknown(std::string why) { result_.addUnknown(std::move(why)); }

  void other(const Token &first) {
    if (first.is("PREPARE"))
      return state("leaves a prepared statement");
    if (first.is("EXECUTE") || first.is("DEALLOCATE"))
      return state("needs a prepared statement");
    if (first.is("LOCK") || first.is("FLUSH"))
      return state("leaves locked tables");
    if (first.is("UNLOCK"))
      return state("needs locked tables");
    if (first.is("USE"))
      return state("leaves another database selected");
    if (first.is("HANDLER"))
      return state("leaves an open handler");
    unknown(result_.kind + " is not a statement that repool knows the effects of");
  }

  /// SHOW WARNINGS and the like tell of the statement before, whoever made it.
  void show() {
    result_.writes = false;
    if (!wordAt(1, "TABLES") && !wordAt(1, "DATABASES") && !wordAt(1, "COLUMNS") &&
        !wordAt(1, "INDEX"))
      unknown("what it shows may be the session's own");
  }

  /// SET TRANSACTION is for the next transaction, which need not be of this region.
  void set() { state("leaves a setting"); }

  void query(bool writes, bool inserts) {
    functionsAndVariables();
    relations(writes, inserts);
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      const bool locks =
          (wordAt(i, "FOR") && (wordAt(i + 1, "UPDATE") || wordAt(i + 1, "SHARE"))) ||
          (wordAt(i, "LOCK") && wordAt(i + 1, "IN")) || wordAt(i, "INTO");
      result_.writes = result_.writes || locks;
      if (wordAt(i, "SQL_CALC_FOUND_ROWS"))
        state("leaves the number of found rows");
    }
  }

  void functionsAndVariables() {
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (markAt(i, '@')) // @x and @@identity; `:=` sets the first
        state("leaves or needs a variable of the session");
      if (wordAt(i, "NEXT") || wordAt(i, "PREVIOUS")) // NEXT VALUE FOR
        state("leaves the last value of a sequence");
      if (!at(i)->isName() || !markAt(i + 1, '(') || isWrittenTable(i))
        continue;
      const std::string &name = at(i)->text;
      if (at(i)->kind == Token::Kind::Word && contains(BeforeParenthesis, name))
        continue;
      const auto *row = std::find_if(StateFunctions.begin(), StateFunctions.end(),
                                     [&](const StateRow &r) { return r.name == name; });
      if (row != StateFunctions.end())
        state(row->state);
      else if (!contains(Functions, name) || at(i)->kind == Token::Kind::Quoted ||
               (i > 0 && markAt(i - 1, '.')))
        unknown("'" + name + "' is not a function of the server's own");
    }
  }

  bool isWrittenTable(std::size_t i) const {
    return i >= 1 &&
           (wordAt(i - 1, "INTO") || wordAt(i - 1, "REPLACE") || wordAt(i - 1, "INSERT") ||
            wordAt(i - 1, "IGNORE") || (i >= 3 && markAt(i - 1, '.') && wordAt(i - 3, "INTO")));
  }

  /// Every name where a relation stands: after FROM and JOIN and the commas of their lists, INTO,
  /// UPDATE, TABLE. A parenthesis in such a place holds a query or more of them.
  void relations(bool writes, bool inserts) {
    std::vector<bool> inList = {false};
    bool isExpected = false;
    for (std::size_t i = 0; i < tokens_.size() && result_.unknown.empty(); ++i) {
      const Token &token = tokens_[i];
      if (token.isMark('(')) {
        inList.push_back(isExpected);
      } else if (token.isMark(')')) {
        if (inList.size() > 1)
          inList.pop_back();
        isExpected = false;
      } else if (token.isMark(',')) {
        isExpected = inList.back();
      } else if (opensList(i)) {
        inList.back() = isExpected = true;
      } else if (token.kind == Token::Kind::Word && contains(EndOfFrom, token.text)) {
        inList.back() = isExpected = false;
      } else if (isExpected && isModifier(token)) {
        continue;
      } else if (isExpected) {
        i = relation(i, writes, inserts);
        isExpected = false;
      }
    }
  }

  bool opensList(std::size_t i) const {
    const Token &token = tokens_[i];
    if (token.is("FROM") || token.is("JOIN") || token.is("STRAIGHT_JOIN") || token.is("INTO") ||
        token.is("TABLE"))
      return true;
    if (token.is("USING")) // DELETE FROM a USING b; but JOIN b USING (id)
      return !markAt(i + 1, '(');
    if (token.is("UPDATE"))
      return i == 0;
    // INTO may be left out.
    return i == 0 && (token.is("INSERT") || token.is("REPLACE"));
  }

  static bool isModifier(const Token &token) {
    return token.is("LOW_PRIORITY") || token.is("DELAYED") || token.is("HIGH_PRIORITY") ||
           token.is("IGNORE") || token.is("QUICK") || token.is("LATERAL");
  }

  /// The name at \p i, perhaps with its database; gives the index of its last token.
  std::size_t relation(std::size_t i, bool writes, bool inserts) {
    if (!at(i)->isName()) {
      unknown("repool does not see what is read");
      return i;
    }
    std::string database;
    if (markAt(i + 1, '.') && at(i + 2) && at(i + 2)->isName()) {
      database = at(i)->text;
      i += 2;
    }
    const std::string &name = at(i)->text;
    if (name == "DUAL" && database.empty())
      return i;
    auto it = schema_.tables.find(name);
    if (it == schema_.tables.end() || (!database.empty() && !it->second.schemas.contains(database)))
      unknown("'" + name + "' may be a view: no schema file has it");
    else if (!it->second.notPlain.empty())
      unknown("'" + name + "' " + it->second.notPlain);
    else if (writes)
      write(name, it->second, inserts);
    return i;
  }

  void write(const std::string &name, const SchemaTable &table, bool inserts) {
    if (!schema_.writesRun.empty())
      unknown(schema_.writesRun);
    if (!table.writeRuns.empty())
      unknown("writing '" + name + "' " + table.writeRuns);
    if (table.advancesSequence && inserts)
      state("leaves the last insert id");
  }

  const std::vector<Token> &tokens_;
  const Schema &schema_;
  Statement result_;
};

} // namespace

std::vector<Statement> readMySql(std::string_view text, const Schema &schema) {
  const Tokens tokens = tokenize(Dialect::MySql, text);
  if (!tokens.error.empty())
    return {{.kind = "text", .unknown = tokens.error}};
  std::vector<Statement> statements;
  for (const std::vector<Token> &statement : tokens.statements)
    statements.push_back(Reader(statement, schema).read());
  return statements;
}

} // namespace repool
