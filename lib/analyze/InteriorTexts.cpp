#include "analyze/InteriorTexts.h"

#include "find/Parents.h"

#include <algorithm>

namespace repool {

using namespace clang;

namespace {

bool isComparison(const CallExpr &call) {
  const FunctionDecl *callee = call.getDirectCallee();
  if (!callee || !callee->getIdentifier())
    return false;
  const llvm::StringRef name = callee->getName();
  return name.starts_with("strstr") || name.starts_with("strcasestr") || name.contains("strcmp") ||
         name.contains("strncmp") || name.contains("strcasecmp") || name.contains("strncasecmp");
}

bool isLocal(const Expr &expr) {
  const auto *ref = llvm::dyn_cast<DeclRefExpr>(expr.IgnoreParenImpCasts());
  const auto *var = ref ? llvm::dyn_cast<VarDecl>(ref->getDecl()) : nullptr;
  return var && var->hasLocalStorage() && !llvm::isa<ParmVarDecl>(var);
}

} // namespace

void interiorText(HandleUses &uses, const CallExpr &call) {
  const Stmt *parent = parentPastCasts(*uses.callable.parents, &call);
  const auto *outer = llvm::dyn_cast_or_null<CallExpr>(parent);
  if (const auto &errors = uses.driver.errorTexts;
      outer && isComparison(*outer) &&
      std::find(errors.begin(), errors.end(), call.getDirectCallee()->getName()) != errors.end())
    uses.hazard("RP214",
                "the text of '" + call.getDirectCallee()->getNameAsString() + "' is compared",
                call.getBeginLoc());
  while (parent && llvm::isa<ConditionalOperator>(parent))
    parent = parentPastCasts(*uses.callable.parents, parent);
  const auto *op = llvm::dyn_cast_or_null<BinaryOperator>(parent);
  const bool keeps = op && op->getOpcode() == BO_Assign &&
                     op->getLHS()->getType()->isPointerType() && !isLocal(*op->getLHS());
  const bool returns = llvm::isa_and_nonnull<ReturnStmt>(parent) &&
                       uses.callable.decl->getReturnType()->isPointerType();
  if (keeps || returns)
    uses.hazard("RP211",
                "the text of '" + call.getDirectCallee()->getNameAsString() +
                    "' outlives the connection",
                call.getBeginLoc());
}

} // namespace repool
