#include "sql/PostgresNodes.h"

#include "llvm/ADT/StringSwitch.h"

namespace repool {

namespace json = llvm::json;

bool isTransparent(llvm::StringRef node) {
  return llvm::StringSwitch<bool>(node)
      .Cases("ResTarget", "A_Const", "SubLink", "JoinExpr", "RangeSubselect", "RangeFunction", true)
      .Cases("List", "BoolExpr", "NullTest", "BooleanTest", "CaseExpr", "CaseWhen", true)
      .Cases("CoalesceExpr", "MinMaxExpr", "SQLValueFunction", "SortBy", "WindowDef", true)
      .Cases("ParamRef", "A_ArrayExpr", "RowExpr", "A_Indices", "A_Star", "String", true)
      .Cases("CollateClause", "TypeName", "GroupingSet", "GroupingFunc", "MultiAssignRef", true)
      .Cases("XmlExpr", "XmlSerialize", "RangeTableFunc", "RangeTableFuncCol", "ColumnDef", true)
      .Cases("IndexElem", "NamedArgExpr", "TypeCast", "MergeWhenClause", "Integer", true)
      .Default(false);
}

std::string kindOf(llvm::StringRef node) {
  const llvm::StringRef known = llvm::StringSwitch<llvm::StringRef>(node)
                                    .Case("VariableSetStmt", "SET")
                                    .Case("VariableShowStmt", "SHOW")
                                    .Case("DeclareCursorStmt", "DECLARE")
                                    .Case("ClosePortalStmt", "CLOSE")
                                    .Case("CreateStmt", "CREATE TABLE")
                                    .Case("CreateTableAsStmt", "CREATE TABLE AS")
                                    .Case("ViewStmt", "CREATE VIEW")
                                    .Case("CreateSeqStmt", "CREATE SEQUENCE")
                                    .Case("TransactionStmt", "transaction")
                                    .Default("");
  if (!known.empty())
    return known.str();
  node.consume_back("Stmt");
  return node.upper();
}

const json::Object *madeRelation(llvm::StringRef node, const json::Object &body) {
  if (node == "CreateStmt")
    return body.getObject("relation");
  if (node == "ViewStmt")
    return body.getObject("view");
  if (node == "CreateSeqStmt")
    return body.getObject("sequence");
  const json::Object *into = node == "CreateTableAsStmt" ? body.getObject("into") : nullptr;
  return into ? into->getObject("rel") : nullptr;
}

bool isTemporary(const json::Object &relation) {
  return relation.getString("relpersistence") == "t" ||
         relation.getString("schemaname").value_or("").starts_with("pg_temp");
}

} // namespace repool
