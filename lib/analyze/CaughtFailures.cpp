#include "analyze/CaughtFailures.h"

#include "analyze/Surroundings.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/SmallPtrSet.h"

namespace repool {

using namespace clang;

namespace {

bool isText(QualType type) {
  const auto *record = type->getAsCXXRecordDecl();
  return type->isPointerType() || (record && record->getName().contains("string"));
}

bool searchesText(const CallExpr &call) {
  if (const auto *op = llvm::dyn_cast<CXXOperatorCallExpr>(&call))
    return op->getOperator() == OO_EqualEqual || op->getOperator() == OO_ExclaimEqual;
  const FunctionDecl *callee = call.getDirectCallee();
  if (!callee || !callee->getIdentifier())
    return false;
  const llvm::StringRef name = callee->getName();
  return name == "find" || name == "rfind" || name == "compare" || name == "contains" ||
         name == "starts_with" || name == "strstr" || name == "strcmp" || name == "strncmp" ||
         name == "regex_search" || name == "regex_match";
}

} // namespace

std::optional<Problem> comparedFailure(const Callable &callable, const SourceMap &map) {
  std::optional<Problem> result;
  llvm::SmallPtrSet<const Decl *, 4> texts; // `std::string message = e.what();`
  auto saysWhat = [&](const Stmt *stmt) {
    return anyBelow(stmt, [&](const Stmt &s) {
      if (const auto *ref = llvm::dyn_cast<DeclRefExpr>(&s))
        return texts.contains(ref->getDecl());
      const auto *call = llvm::dyn_cast<CXXMemberCallExpr>(&s);
      const CXXMethodDecl *method = call ? call->getMethodDecl() : nullptr;
      return method && method->getIdentifier() && method->getName() == "what";
    });
  };
  anyBelow(callable.body, [&](const Stmt &s) {
    if (const auto *decl = llvm::dyn_cast<DeclStmt>(&s)) {
      for (const Decl *d : decl->decls())
        if (const auto *var = llvm::dyn_cast<VarDecl>(d);
            var && var->getInit() && isText(var->getType()) && saysWhat(var->getInit()))
          texts.insert(var);
      return false;
    }
    if (const auto *call = llvm::dyn_cast<CallExpr>(&s);
        call && searchesText(*call) && saysWhat(call)) {
      result = {"RP214", "the text of a caught failure is compared", "",
                map.place(call->getBeginLoc())};
      return true;
    }
    return false;
  });
  return result;
}

} // namespace repool
