#include "sql/PostgresCalls.h"

#include "sql/PostgresFunctions.h"
#include "sql/PostgresTree.h"

namespace repool {

namespace json = llvm::json;

namespace {

/// A function of the program with the same name wins where its parameters fit better. Without
/// arguments none can.
bool mayBeOverloaded(const json::Object &call, const Schema &schema) {
  const json::Array *args = call.getArray("args");
  const json::Array *qualified = call.getArray("funcname");
  return !schema.isGiven && args && !args->empty() && qualified && qualified->size() == 1;
}

/// set_config(name, value, true) ends with the transaction.
bool isLocalSetting(const json::Object &call) {
  const json::Array *args = call.getArray("args");
  const json::Object *third = args && args->size() == 3 ? (*args)[2].getAsObject() : nullptr;
  const json::Object *constant = third ? third->getObject("A_Const") : nullptr;
  const json::Object *value = constant ? constant->getObject("boolval") : nullptr;
  return value && value->getBoolean("boolval").value_or(false);
}

bool isServersOwn(const json::Array *qualified, const std::string &name, const Schema &schema) {
  if (qualified && qualified->size() == 2)
    return firstName(*qualified) == "pg_catalog";
  return qualified && qualified->size() == 1 && !schema.functions.contains(name);
}

} // namespace

void judgeCall(const json::Object &call, const Schema &schema, Statement &statement) {
  const json::Array *qualified = call.getArray("funcname");
  const std::string name = lastName(qualified).str();
  if (!isServersOwn(qualified, name, schema))
    return statement.addUnknown("'" + name + "' is not a function of the server's own");
  if (mayBeOverloaded(call, schema))
    statement.addUnknown("'" + name + "' may be the program's own: no schema file is given");
  const PostgresFunction known = postgresFunction(name);
  statement.writes = statement.writes || known.effect != FunctionEffect::Nothing;
  if (name == "set_config") {
    if (!isLocalSetting(call))
      statement.addState("leaves a setting");
    return;
  }
  switch (known.effect) {
  case FunctionEffect::Nothing:
  case FunctionEffect::Volatile:
    return;
  case FunctionEffect::Advances:
  case FunctionEffect::State:
    return statement.addState(std::string(known.state));
  case FunctionEffect::Unknown:
    return statement.addUnknown("'" + name +
                                "' is not a function that repool knows the effects of");
  }
}

void judgeOperator(const json::Array *name, Statement &statement) {
  if (name && name->size() >= 2 && firstName(*name) != "pg_catalog")
    statement.addUnknown("an operator that is not the server's own is used");
}

void judgeType(const json::Object &type, Statement &statement) {
  const json::Array *names = type.getArray("names");
  const std::string name = lastName(names).str();
  if (!isCatalogueType(name) || names->size() > 2 ||
      (names->size() == 2 && firstName(*names) != "pg_catalog"))
    statement.addUnknown("the type '" + name + "' is not the server's own");
}

} // namespace repool
