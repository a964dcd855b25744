#include "analyze/HandleUses.h"

#include "analyze/DependentSql.h"
#include "analyze/Makers.h"
#include "find/SmartPointer.h"

#include <algorithm>

namespace repool {

using namespace clang;

HandleUses::HandleUses(const HandleExpr &handleExpr, const DriverSpec &ofDriver,
                       const Callable &inCallable, const SourceMap &sourceMap,
                       const DriverIndex &driverIndex, const std::vector<const Expr *> &filledBy)
    : handle(handleExpr), driver(ofDriver), callable(inCallable), map(sourceMap),
      index(driverIndex), opens(filledBy), name("'" + handle.decl->getNameAsString() + "'"),
      isValue(variableOf(handle) && isValueHandle(*variableOf(handle), driver, index)),
      isOwner(smartPointer(handle.decl->getType(), index).driver == &driver) {}

void HandleUses::hazard(const char *code, std::string message, SourceLocation at) {
  found.hazards.push_back({code, std::move(message), "", map.place(at)});
}

void HandleUses::add(UseRole role, const Expr &ref, const CallExpr *call, const Stmt *event) {
  found.uses.push_back({role, &ref, call, event});
}

bool HandleUses::fills(const Stmt *stmt) const {
  if (!stmt)
    return false;
  if (std::find(opens.begin(), opens.end(), stmt) != opens.end())
    return true;
  return std::any_of(stmt->child_begin(), stmt->child_end(),
                     [&](const Stmt *child) { return fills(child); });
}

bool HandleUses::fillsDirectly(const CallExpr &call) const {
  return std::find(opens.begin(), opens.end(), &call) != opens.end();
}

void HandleUses::statement(const Expr &text) {
  DependentSql executed;
  addStatement(executed, text, name, callable, map);
  std::move(executed.hazards.begin(), executed.hazards.end(), std::back_inserter(found.hazards));
  std::move(executed.texts.begin(), executed.texts.end(), std::back_inserter(found.sql));
}

} // namespace repool
