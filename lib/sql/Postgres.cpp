#include "sql/Postgres.h"

#include "sql/PostgresCalls.h"
#include "sql/PostgresFunctions.h"
#include "sql/PostgresNodes.h"
#include "sql/PostgresTree.h"

#include <algorithm>

namespace repool {

namespace {

namespace json = llvm::json;

constexpr unsigned DeepestTree = 400;
constexpr std::int64_t CursorHold = 0x0020; // CURSOR_OPT_HOLD

class Reader {
public:
  explicit Reader(const Schema &schema) : schema_(schema) {}

  Statement read(llvm::StringRef node, const json::Object &body) {
    result_ = {.kind = kindOf(node), .writes = false};
    statement(node, body);
    return std::move(result_);
  }

private:
  void statement(llvm::StringRef node, const json::Object &body) {
    if (node == "SelectStmt" || node == "InsertStmt" || node == "UpdateStmt" ||
        node == "DeleteStmt" || node == "MergeStmt")
      return this->node(node, body);
    if (node == "ExplainStmt") // what is only planned may still be folded: functions count
      return value(body.get("query"));
    if (node == "TransactionStmt")
      return transaction(body);
    if (node == "VariableShowStmt")
      return;
    result_.writes = true;
    if (node == "VariableSetStmt")
      return setting(body);
    if (node == "DeclareCursorStmt") {
      if (body.getInteger("options").value_or(0) & CursorHold)
        state("leaves a cursor");
      return value(body.get("query"));
    }
    if (node == "FetchStmt" || node == "ClosePortalStmt" || node == "NotifyStmt" ||
        node == "LockStmt")
      return;
    if (node == "PrepareStmt")
      return state("leaves a prepared statement");
    if (node == "ExecuteStmt" || node == "DeallocateStmt")
      return state("needs a prepared statement");
    if (node == "ListenStmt" || node == "UnlistenStmt")
      return state("leaves a subscription to notifications");
    if (node == "LoadStmt")
      return state("leaves a library in the session");
    if (node == "DiscardStmt")
      return state("needs the session's state, to discard it");
    if (const json::Object *made = madeRelation(node, body); made && isTemporary(*made))
      return state("leaves a temporary table");
    unknown(result_.kind + " is not a statement that repool knows the effects of");
  }

  void transaction(const json::Object &body) {
    const llvm::StringRef kind = body.getString("kind").value_or("TRANS_STMT_BEGIN");
    if (kind.contains("PREPARE")) {
      result_.writes = true;
      unknown("a prepared transaction outlives its session");
    }
  }

  void setting(const json::Object &body) {
    const llvm::StringRef kind = body.getString("kind").value_or("VAR_SET_VALUE");
    const llvm::StringRef name = body.getString("name").value_or("");
    if (kind == "VAR_SET_MULTI" && name.starts_with("TRANSACTION"))
      return; // ends with the transaction
    if (!body.getBoolean("is_local").value_or(false))
      state("leaves a setting");
  }

  // The tree below a statement.

  void value(const json::Value *value) {
    if (!value || !result_.unknown.empty())
      return;
    if (++depth_ > DeepestTree)
      unknown("it is nested too deeply");
    else if (const json::Array *array = value->getAsArray())
      for (const json::Value &element : *array)
        this->value(&element);
    else if (const json::Object *object = value->getAsObject())
      fields(*object);
    --depth_;
  }

  /// A key in capitals is the name of a node; any other is a field.
  void fields(const json::Object &object) {
    for (const auto &entry : object) {
      const llvm::StringRef key(entry.first);
      const json::Object *body = entry.second.getAsObject();
      if (body && !key.empty() && key.front() >= 'A' && key.front() <= 'Z')
        node(key, *body);
      else if (body && key == "typeName")
        judgeType(*body, result_);
      else if (key != "funcname")
        value(&entry.second);
    }
  }

  void node(llvm::StringRef node, const json::Object &body) {
    if (node == "SelectStmt" || node == "InsertStmt" || node == "UpdateStmt" ||
        node == "DeleteStmt" || node == "MergeStmt")
      return scoped(node, body);
    if (node == "RangeVar")
      return readRelation(body);
    if (node == "ColumnRef")
      return names(body.getArray("fields"));
    if (node == "LockingClause") { // takes row locks of relations that FROM names
      result_.writes = true;
      return;
    }
    if (node == "FuncCall")
      judgeCall(body, schema_, result_);
    else if (node == "A_Indirection")
      names(body.getArray("indirection"));
    else if (node == "A_Expr")
      judgeOperator(body.getArray("name"), result_);
    else if (node == "SetToDefault")
      usesDefault_ = true;
    else if (node == "RangeTableSample") {
      const llvm::StringRef method = lastName(body.getArray("method"));
      if (method != "bernoulli" && method != "system")
        unknown("the sampling method '" + method.str() + "' is not the server's own");
    } else if (!isTransparent(node))
      unknown("repool does not know '" + node.str() + "'");
    fields(body);
  }

  /// A statement with the names that its WITH gives; they hide relations inside it only.
  void scoped(llvm::StringRef node, const json::Object &body) {
    if (!schema_.nothingProved.empty())
      return unknown(schema_.nothingProved);
    const std::size_t outer = withNames_.size();
    if (const json::Object *with = body.getObject("withClause"))
      this->with(*with);
    if (const json::Object *into = body.getObject("intoClause")) {
      const json::Object *made = into->getObject("rel");
      result_.writes = true;
      if (made && isTemporary(*made))
        state("leaves a temporary table");
      else // as CREATE TABLE AS
        unknown("what a new table sets off is not followed");
    }
    if (node == "SelectStmt") { // the sides of UNION: statements without their name
      side(body.getObject("larg"));
      side(body.getObject("rarg"));
    }
    for (const auto &entry : body) {
      const llvm::StringRef key(entry.first);
      if (key != "withClause" && key != "intoClause" && key != "larg" && key != "rarg" &&
          key != "relation")
        value(&entry.second);
    }
    if (node != "SelectStmt")
      write(node, body);
    withNames_.resize(outer);
  }

  void side(const json::Object *select) {
    if (!select || !result_.unknown.empty())
      return;
    if (++depth_ > DeepestTree)
      unknown("it is nested too deeply");
    else
      scoped("SelectStmt", *select);
    --depth_;
  }

  void with(const json::Object &clause) {
    const bool isRecursive = clause.getBoolean("recursive").value_or(false);
    const json::Array *all = clause.getArray("ctes");
    if (!all)
      return;
    std::vector<const json::Object *> tables;
    for (const json::Value &element : *all)
      if (const json::Object *wrapped = element.getAsObject())
        if (const json::Object *table = wrapped->getObject("CommonTableExpr"))
          tables.push_back(table);
    auto add = [&](const json::Object &table) {
      withNames_.push_back(table.getString("ctename").value_or("").str());
    };
    for (const json::Object *table : tables)
      if (isRecursive)
        add(*table);
    for (const json::Object *table : tables) {
      value(table->get("ctequery"));
      if (!isRecursive)
        add(*table);
    }
  }

  static std::string shown(const json::Object &relation) {
    return "'" + relation.getString("relname").value_or("").str() + "'";
  }

  /// The row of the schema, or nothing with the reason said.
  const SchemaTable *plainTable(const json::Object &relation, const char *otherwise) {
    const llvm::StringRef schema = relation.getString("schemaname").value_or("");
    auto it = schema_.tables.find(relation.getString("relname").value_or("").str());
    if (it == schema_.tables.end() || relation.getString("catalogname") ||
        (!schema.empty() && !it->second.schemas.contains(schema.str()))) {
      unknown(shown(relation) + otherwise + ": no schema file has it");
      return nullptr;
    }
    if (!it->second.notPlain.empty())
      unknown(shown(relation) + " " + it->second.notPlain);
    return &it->second;
  }

  void readRelation(const json::Object &relation) {
    const llvm::StringRef schema = relation.getString("schemaname").value_or("");
    const std::string name = relation.getString("relname").value_or("").str();
    if (schema.empty() && std::find(withNames_.begin(), withNames_.end(), name) != withNames_.end())
      return;
    if ((schema.empty() || schema == "pg_catalog") && isCatalogueRelation(name) &&
        !schema_.tables.contains(name))
      return;
    if (schema == "information_schema" && isInformationRelation(name))
      return;
    plainTable(relation, " may be a view");
  }

  void write(llvm::StringRef node, const json::Object &body) {
    result_.writes = true;
    const json::Object *relation = body.getObject("relation");
    if (!relation)
      return unknown("repool does not see what is written");
    const SchemaTable *table = plainTable(*relation, " may have triggers and defaults");
    if (!table)
      return;
    if (!schema_.writesRun.empty())
      unknown(schema_.writesRun);
    if (!table->writeRuns.empty())
      unknown("writing " + shown(*relation) + " " + table->writeRuns);
    if (table->advancesSequence && (node == "InsertStmt" || node == "MergeStmt" || usesDefault_))
      state("leaves the last value of a sequence");
  }

  /// `t.f` calls f(t) where the table has no such column.
  void names(const json::Array *fields) {
    if (!fields)
      return;
    for (const json::Value &field : *fields)
      if (const json::Object *wrapped = field.getAsObject())
        if (const json::Object *name = wrapped->getObject("String"))
          if (const llvm::StringRef text = name->getString("sval").value_or("");
              schema_.functions.contains(text.str()))
            unknown("'" + text.str() + "' may be a call of the program's function");
  }

  void state(std::string what) { result_.addState(std::move(what)); }

  void unknown(std::string why) { result_.addUnknown(std::move(why)); }

  const Schema &schema_;
  Statement result_;
  std::vector<std::string> withNames_;
  unsigned depth_ = 0;
  bool usesDefault_ = false;
};

} // namespace

std::vector<Statement> readPostgres(std::string_view text, const Schema &schema) {
  if (text.find('\\') != std::string_view::npos) // and with that U&'' and E''
    return {{.kind = "text", .unknown = "what its backslashes mean is a setting of the server"}};
  auto parsed = parsePostgres(text);
  if (const auto *error = std::get_if<std::string>(&parsed))
    return {{.kind = "text", .unknown = "it does not parse: " + *error}};
  std::vector<Statement> statements;
  for (const json::Value &element : std::get<json::Array>(parsed)) {
    const json::Object *raw = element.getAsObject();
    const json::Object *wrapped = raw ? raw->getObject("stmt") : nullptr;
    const auto [node, body] =
        wrapped ? unwrapped(*wrapped) : std::pair<llvm::StringRef, const json::Object *>{};
    if (body)
      statements.push_back(Reader(schema).read(node, *body));
    else
      statements.push_back({.kind = "text", .unknown = "its tree is not as repool knows it"});
  }
  return statements;
}

} // namespace repool
