#include "analyze/ConnectResult.h"

#include "analyze/Surroundings.h"
#include "clang/AST/ExprCXX.h"
#include "find/Parents.h"

#include <algorithm>

namespace repool {

using namespace clang;

namespace {

class Results {
public:
  Results(const VarDecl &var, const Callable &callable, const SourceMap &map)
      : var_(var), callable_(callable), map_(map) {}

  void add(const Expr &open) {
    const Stmt *child = nullptr;
    const Stmt *parent = parentPastCasts(*callable_.parents, &open, &child);
    goesTo(parent, child, open);
    mentionedBeside(open);
  }

  ConnectResults take() { return std::move(results_); }

private:
  void hazard(const char *code, const std::string &what, const Expr &open) {
    results_.hazards.push_back({code, "the result of the open of '" + var_.getNameAsString() + what,
                                "", map_.place(open.getBeginLoc())});
  }

  void goesTo(const Stmt *parent, const Stmt *child, const Expr &open) {
    if (const auto *op = llvm::dyn_cast_or_null<BinaryOperator>(parent)) {
      if (op->getOpcode() == BO_Assign && op->getRHS() == child)
        assigned(*op->getLHS()->IgnoreParenImpCasts(), open);
      else if (op->isAssignmentOp())
        hazard("RP209", "' takes part in arithmetic", open);
      return;
    }
    if (const auto *decl = llvm::dyn_cast_or_null<DeclStmt>(parent)) {
      for (const Decl *d : decl->decls())
        if (const auto *to = llvm::dyn_cast<VarDecl>(d);
            to && to->getInit() && to->getInit()->IgnoreParenCasts() == &open)
          name(*to, open);
      return;
    }
    if (const auto *back = llvm::dyn_cast_or_null<ReturnStmt>(parent)) {
      const Expr *value = back->getRetValue();
      if (value && value->getType()->isPointerType())
        hazard("RP201", "' is returned to the caller", open);
      return;
    }
    if (llvm::isa_and_nonnull<CallExpr, CXXConstructExpr, InitListExpr>(parent))
      return hazard("RP206", "' is passed on", open);
    if (const auto *cast = llvm::dyn_cast_or_null<ExplicitCastExpr>(parent)) {
      if (cast->getType()->isPointerType())
        hazard("RP209", "' is cast to another type", open);
      return;
    }
    if (const auto *choice = llvm::dyn_cast_or_null<ConditionalOperator>(parent);
        choice && choice->getCond() != child)
      hazard("RP305", "' is one of two values", open);
  }

  void assigned(const Expr &to, const Expr &open) {
    const auto *ref = llvm::dyn_cast<DeclRefExpr>(&to);
    const auto *var = ref ? llvm::dyn_cast<VarDecl>(ref->getDecl()) : nullptr;
    if (var == &var_)
      return;
    if (var)
      return name(*var, open);
    hazard("RP202", "' is stored in an object", open);
  }

  void name(const VarDecl &to, const Expr &open) {
    if (!to.getType()->isPointerType()) {
      if (!to.getType()->isBooleanType())
        hazard("RP209", "' becomes another type", open);
      return;
    }
    if (to.hasGlobalStorage())
      return hazard("RP102", "' is stored in '" + to.getNameAsString() + "'", open);
    if (llvm::isa<ParmVarDecl>(to))
      return hazard("RP203", "' is stored in '" + to.getNameAsString() + "'", open);
    const Expr *init = to.getInit();
    if (init && init->IgnoreParenCasts() != &open &&
        init->isNullPointerConstant(map_.ast(), Expr::NPC_ValueDependentIsNotNull) ==
            Expr::NPCK_NotNull)
      return hazard("RP209", "' is stored in '" + to.getNameAsString() + "', which held another",
                    open);
    if (std::find(results_.names.begin(), results_.names.end(), &to) == results_.names.end())
      results_.names.push_back(&to);
  }

  bool mentions(const Stmt *stmt) const {
    return anyBelow(stmt, [&](const Stmt &s) {
      const auto *ref = llvm::dyn_cast<DeclRefExpr>(&s);
      return ref && ref->getDecl() == &var_;
    });
  }

  /// `mysql_real_connect(c, ...) == c`: the order is open, and only one of the two may change.
  void mentionedBeside(const Expr &open) {
    const Stmt *child = &open;
    for (const Stmt *p = callable_.parents->getParent(child); p && llvm::isa<Expr>(p);
         child = p, p = callable_.parents->getParent(p)) {
      const auto *op = llvm::dyn_cast<BinaryOperator>(p);
      const bool inOrder = op && (op->isLogicalOp() || op->getOpcode() == BO_Comma);
      if (inOrder || llvm::isa<ConditionalOperator>(p))
        continue;
      for (const Stmt *sibling : p->children()) {
        const bool isTarget = op && op->getOpcode() == BO_Assign && sibling == op->getLHS();
        if (sibling != child && !isTarget && mentions(sibling))
          return hazard("RP305", "' meets the handle in one expression", open);
      }
    }
  }

  const VarDecl &var_;
  const Callable &callable_;
  const SourceMap &map_;
  ConnectResults results_;
};

} // namespace

ConnectResults connectResults(const std::vector<const FoundOpen *> &opens, const VarDecl &var,
                              const Callable &callable, const SourceMap &map) {
  Results results(var, callable, map);
  for (const FoundOpen *open : opens)
    if (open->inPlace)
      results.add(*open->expr);
  return results.take();
}

bool replacesItself(const FoundOpen &open, const VarDecl &var) {
  const Stmt *parent = parentPastCasts(*open.callable->parents, open.expr);
  const auto *op = llvm::dyn_cast_or_null<BinaryOperator>(parent);
  const auto *ref = op && op->getOpcode() == BO_Assign
                        ? llvm::dyn_cast<DeclRefExpr>(op->getLHS()->IgnoreParenImpCasts())
                        : nullptr;
  return ref && ref->getDecl() == &var;
}

} // namespace repool
