#include "sql/PostgresSchema.h"

#include "llvm/ADT/StringSwitch.h"
#include "sql/PostgresFunctions.h"
#include "sql/PostgresTree.h"

#include <algorithm>

namespace repool {

namespace {

namespace json = llvm::json;

/// Statements of a dump that change nothing about what reading or writing a table runs.
bool isHarmless(llvm::StringRef node) {
  return llvm::StringSwitch<bool>(node)
      .Cases("CommentStmt", "GrantStmt", "GrantRoleStmt", "AlterOwnerStmt", "VariableSetStmt", true)
      .Cases("CreateSeqStmt", "AlterSeqStmt", "CreateEnumStmt", "AlterEnumStmt", true)
      .Cases("CompositeTypeStmt", "TransactionStmt", "DropStmt", "CreateStatsStmt", true)
      .Cases("CreateRoleStmt", "AlterDefaultPrivilegesStmt", "CreateEventTrigStmt", true)
      .Default(false);
}

/// Of those that come with the server: what their operators and types call leaves nothing. Their
/// functions are not the server's own and stay unknown.
bool isHarmlessExtension(llvm::StringRef name) {
  return llvm::StringSwitch<bool>(name)
      .Cases("plpgsql", "citext", "hstore", "ltree", "pgcrypto", "uuid-ossp", "unaccent", true)
      .Cases("pg_trgm", "btree_gin", "btree_gist", "intarray", "cube", "isn", "seg", true)
      .Cases("fuzzystrmatch", "pg_stat_statements", "tablefunc", "bloom", true)
      .Default(false);
}

bool isData(llvm::StringRef node) {
  return node == "SelectStmt" || node == "InsertStmt" || node == "UpdateStmt" ||
         node == "DeleteStmt";
}

class SchemaReader {
public:
  explicit SchemaReader(Schema &schema) : schema_(schema) {}

  void read(llvm::StringRef node, const json::Object &body) {
    if (node == "CreateStmt")
      return createTable(body);
    if (node == "CreateForeignTableStmt")
      return foreignTable(body);
    if (node == "CreateTableAsStmt") { // a materialized view is read like a table
      if (const json::Object *into = body.getObject("into"))
        if (SchemaTable *made = row(into->getObject("rel")))
          made->writeRuns = "is not followed";
      return;
    }
    if (node == "ViewStmt")
      return notPlain(body.getObject("view"), "is a view");
    if (node == "RuleStmt")
      return notPlain(body.getObject("relation"), "has a rule");
    if (node == "CreatePolicyStmt")
      return notPlain(body.getObject("table"), "has a row policy");
    if (node == "CreateTrigStmt") {
      schema_.writesRun = "the schema has triggers";
      return;
    }
    if (node == "CreateFunctionStmt") {
      schema_.functions.insert(lastName(body.getArray("funcname")).str());
      return;
    }
    if (node == "AlterTableStmt" || node == "IndexStmt") {
      if (SchemaTable *table = row(body.getObject("relation"), false))
        runs(*table, body);
      return;
    }
    if (node == "CreateExtensionStmt" &&
        isHarmlessExtension(body.getString("extname").value_or("")))
      return;
    if (isData(node)) { // SELECT create_hypertable('t', 'at') makes triggers
      SchemaTable called;
      runs(called, body);
      if (called.writeRuns.empty())
        return;
    }
    if (node == "CreateSchemaStmt" && !body.get("schemaElts"))
      return;
    if (node == "CreateDomainStmt") {
      SchemaTable checks;
      runs(checks, body);
      if (checks.writeRuns.empty())
        return;
    }
    if (!isHarmless(node))
      schema_.nothingProved =
          "the schema holds '" + node.str() + "', whose meaning repool does not know";
  }

private:
  /// Tables that leave with their session are not the program's.
  SchemaTable *row(const json::Object *relation, bool make = true) {
    const std::string name = relation ? relation->getString("relname").value_or("").str() : "";
    if (name.empty() || relation->getString("relpersistence") == "t")
      return nullptr;
    if (!make && !schema_.tables.contains(name))
      return nullptr;
    SchemaTable &table = schema_.tables[name];
    const llvm::StringRef in = relation->getString("schemaname").value_or("public");
    table.schemas.insert(in.str());
    return &table;
  }

  void notPlain(const json::Object *relation, const char *why) {
    if (SchemaTable *table = row(relation))
      table->notPlain = why;
  }

  void foreignTable(const json::Object &body) {
    const json::Object *base = body.getObject("base");
    if (!base)
      base = body.getObject("baseStmt");
    if (!base) {
      schema_.nothingProved = "the schema has foreign tables";
      return;
    }
    notPlain(base->getObject("relation"), "is a foreign table");
    for (const json::Object *parent : parentsOf(*base))
      notPlain(parent, "has a foreign table below it");
  }

  static std::vector<const json::Object *> parentsOf(const json::Object &table) {
    std::vector<const json::Object *> result;
    if (const json::Array *all = table.getArray("inhRelations"))
      for (const json::Value &element : *all)
        if (const json::Object *wrapped = element.getAsObject())
          if (const json::Object *parent = wrapped->getObject("RangeVar"))
            result.push_back(parent);
    return result;
  }

  void createTable(const json::Object &body) {
    SchemaTable *table = row(body.getObject("relation"));
    if (!table)
      return;
    runs(*table, body);
    for (const json::Object *name : parentsOf(body))
      if (SchemaTable *parent = row(name))
        join(*parent, *table);
  }

  /// Collects from a definition what a write will run.
  void runs(SchemaTable &table, const json::Object &node) {
    for (const auto &entry : node) {
      const llvm::StringRef key(entry.first);
      const json::Object *body = entry.second.getAsObject();
      if (body && key == "FuncCall")
        calls(table, *body);
      if (key == "contype" && entry.second.getAsString() == "CONSTR_IDENTITY")
        table.advancesSequence = true;
      if (key == "subtype")
        alteration(table, entry.second.getAsString().value_or(""), node);
      if (key == "fk_del_action" || key == "fk_upd_action")
        foreignKey(key == "fk_upd_action", entry.second.getAsString().value_or(""));
      if (body && key == "typeName")
        typeName(table, *body);
      each(table, entry.second);
    }
  }

  void each(SchemaTable &table, const json::Value &value) {
    if (const json::Object *object = value.getAsObject())
      runs(table, *object);
    else if (const json::Array *array = value.getAsArray())
      for (const json::Value &element : *array)
        each(table, element);
  }

  /// What a write to this table writes to another: its columns are set, its checks run.
  void foreignKey(bool onUpdate, llvm::StringRef action) {
    if (action == "d")
      schema_.writesRun = "the schema has a foreign key with SET DEFAULT";
    if (action == "n" || (onUpdate && action == "c"))
      schema_.writesReachOthers = true;
  }

  void alteration(SchemaTable &table, llvm::StringRef kind, const json::Object &command) {
    if (kind == "AT_AttachPartition" || kind == "AT_AddInherit")
      joins(table, kind == "AT_AddInherit", command);
    if (kind == "AT_AddIdentity")
      table.advancesSequence = true;
    if (kind == "AT_EnableRowSecurity" || kind == "AT_ForceRowSecurity")
      table.notPlain = "has row security";
  }

  /// ALTER TABLE parent ATTACH PARTITION child; ALTER TABLE child INHERIT parent.
  void joins(SchemaTable &table, bool isChild, const json::Object &command) {
    const json::Object *definition = command.getObject("def");
    const json::Object *partition = definition ? definition->getObject("PartitionCmd") : nullptr;
    const json::Object *name = partition    ? partition->getObject("name")
                               : definition ? definition->getObject("RangeVar")
                                            : nullptr;
    SchemaTable *other = name ? row(name) : nullptr;
    if (!other) {
      schema_.nothingProved = "the schema joins tables in a way that repool does not know";
      return;
    }
    if (isChild)
      join(*other, table);
    else
      join(table, *other);
  }

  /// What a partition is and checks, its parent is and checks too.
  static void join(SchemaTable &parent, const SchemaTable &child) {
    if (!child.notPlain.empty())
      parent.notPlain = "has a table below it that is not plain";
    if (!child.writeRuns.empty())
      parent.writeRuns = child.writeRuns;
    parent.advancesSequence = parent.advancesSequence || child.advancesSequence;
  }

  static void typeName(SchemaTable &table, const json::Object &type) {
    const llvm::StringRef name = lastName(type.getArray("names"));
    if (name == "serial" || name == "bigserial" || name == "smallserial" || name == "serial2" ||
        name == "serial4" || name == "serial8")
      table.advancesSequence = true;
  }

  void calls(SchemaTable &table, const json::Object &call) {
    const std::string name = lastName(call.getArray("funcname")).str();
    if (name == "set_config") // of the dump's own session
      return;
    const PostgresFunction known = postgresFunction(name);
    if (known.effect == FunctionEffect::Advances)
      table.advancesSequence = true;
    else if (schema_.functions.contains(name) ||
             (known.effect != FunctionEffect::Nothing && known.effect != FunctionEffect::Volatile))
      table.writeRuns = "calls '" + name + "'";
  }

  Schema &schema_;
};

/// pg_dump brackets its text with two commands of psql: `\restrict KEY` and `\unrestrict KEY`.
std::string withoutRestrictions(std::string_view text) {
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
    const std::string_view line = text.substr(at, end - at);
    if (!line.starts_with("\\restrict ") && !line.starts_with("\\unrestrict "))
      result += line;
    at = end;
  }
  return result;
}

} // namespace

std::string addPostgresSchema(Schema &schema, std::string_view text) {
  auto parsed = parsePostgres(withoutRestrictions(text));
  if (const auto *error = std::get_if<std::string>(&parsed))
    return *error;
  // Until nothing is new: a check may stand before the function that it calls, a partition behind
  // its parent.
  Schema before;
  do {
    before = schema;
    for (const json::Value &element : std::get<json::Array>(parsed)) {
      const json::Object *raw = element.getAsObject();
      const json::Object *wrapped = raw ? raw->getObject("stmt") : nullptr;
      if (wrapped)
        if (const auto [node, body] = unwrapped(*wrapped); body)
          SchemaReader(schema).read(node, *body);
    }
  } while (!(before == schema));
  for (const auto &[name, table] : schema.tables)
    if (schema.writesReachOthers && !table.writeRuns.empty())
      schema.writesRun = "a foreign key may write '" + name + "', which " + table.writeRuns;
  return "";
}

} // namespace repool
