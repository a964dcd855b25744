#include "analyze/TextSteps.h"

#include "analyze/Surroundings.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

#include <algorithm>

namespace repool {

using namespace clang;

namespace {

template <typename Is> bool anyMention(const Stmt *stmt, const VarDecl &var, Is is) {
  if (!stmt)
    return false;
  if (const auto *lambda = llvm::dyn_cast<LambdaExpr>(stmt)) {
    for (const LambdaCapture &capture : lambda->captures())
      if (capture.capturesVariable() && capture.getCapturedVar() == &var &&
          capture.getCaptureKind() == LCK_ByRef)
        return true; // whatever it does with it
    return anyMention(lambda->getBody(), var, is);
  }
  if (const auto *ref = llvm::dyn_cast<DeclRefExpr>(stmt); ref && ref->getDecl() == &var)
    return is(*ref);
  for (const Stmt *child : stmt->children())
    if (anyMention(child, var, is))
      return true;
  return false;
}

bool isVariadicArgument(const CallExpr &call, const Stmt *arg) {
  const FunctionDecl *callee = call.getDirectCallee();
  if (!callee || !callee->getIdentifier() || !callee->getName().ends_with("printf"))
    return false;
  for (unsigned i = callee->getNumParams(); i < call.getNumArgs(); ++i)
    if (call.getArg(i) == arg)
      return true;
  return false;
}

/// Loaded, decayed to a pointer to const, bound to a const reference, measured.
bool isRead(const DeclRefExpr &ref, const Callable &callable) {
  if (ref.getType().isConstQualified())
    return true;
  const Stmt *child = &ref;
  const Stmt *parent = callable.parents->getParent(child);
  for (; parent; child = parent, parent = callable.parents->getParent(parent)) {
    if (const auto *cast = llvm::dyn_cast<ImplicitCastExpr>(parent)) {
      if (cast->getCastKind() == CK_LValueToRValue)
        return true;
      if (cast->getCastKind() == CK_NoOp && cast->getType().isConstQualified())
        return true;
      const QualType type = cast->getType();
      if (type->isPointerType() && type->getPointeeType().isConstQualified())
        return true;
      continue;
    }
    if (llvm::isa<ParenExpr>(parent))
      continue;
    if (llvm::isa<UnaryExprOrTypeTraitExpr>(parent))
      return true;
    // snprintf's `%s` takes a char * as it is.
    const auto *call = llvm::dyn_cast<CallExpr>(parent);
    return call && isVariadicArgument(*call, child);
  }
  return false;
}

bool hasJumps(const Callable &callable) {
  return anyBelow(callable.body, [](const Stmt &s) {
    return llvm::isa<LabelStmt, IndirectGotoStmt, SwitchStmt>(s);
  });
}

const CompoundStmt *blockThatDeclares(const Stmt *stmt, const VarDecl &var) {
  if (!stmt || llvm::isa<LambdaExpr>(stmt))
    return nullptr;
  if (const auto *block = llvm::dyn_cast<CompoundStmt>(stmt))
    for (const Stmt *child : block->body())
      if (const auto *decl = llvm::dyn_cast<DeclStmt>(child))
        if (std::find(decl->decl_begin(), decl->decl_end(), &var) != decl->decl_end())
          return block;
  for (const Stmt *child : stmt->children())
    if (const CompoundStmt *found = blockThatDeclares(child, var))
      return found;
  return nullptr;
}

/// Which statement of \p block holds \p node; nothing if a lambda is between them.
std::optional<unsigned> indexIn(const CompoundStmt &block, const Stmt &node,
                                const Callable &callable) {
  const Stmt *child = &node;
  const Stmt *parent = callable.parents->getParent(child);
  for (; parent && parent != &block; child = parent, parent = callable.parents->getParent(parent))
    if (llvm::isa<LambdaExpr>(parent))
      return std::nullopt;
  if (!parent)
    return std::nullopt;
  const auto *at = std::find(block.body_begin(), block.body_end(), child);
  return at == block.body_end() ? std::nullopt
                                : std::optional(static_cast<unsigned>(at - block.body_begin()));
}

bool isVariable(const Expr *expr, const VarDecl &var) {
  const auto *ref = llvm::dyn_cast<DeclRefExpr>(expr->IgnoreParenImpCasts());
  return ref && ref->getDecl() == &var;
}

/// `q = ...;`, `q += ...;`, `q.append(...);`, `snprintf(q, ...);`, alone in their statement.
std::optional<TextStep> stepOf(const Stmt *statement, const VarDecl &var) {
  const Expr *e = nullptr;
  bool isTaken = llvm::isa<DeclStmt>(statement); // then `auto &r = q += ...` may change it later
  if (const auto *decl = llvm::dyn_cast<DeclStmt>(statement)) { // int n = snprintf(q, ...);
    const auto *result =
        decl->isSingleDecl() ? llvm::dyn_cast<VarDecl>(decl->getSingleDecl()) : nullptr;
    e = result && result != &var ? result->getInit() : nullptr;
  } else {
    e = llvm::dyn_cast<Expr>(statement);
  }
  if (!e)
    return std::nullopt;
  e = e->IgnoreParenCasts();
  if (const auto *full = llvm::dyn_cast<FullExpr>(e))
    e = full->getSubExpr()->IgnoreParenCasts();
  if (const auto *assign = llvm::dyn_cast<BinaryOperator>(e);
      assign && assign->getOpcode() == BO_Assign && !isVariable(assign->getLHS(), var)) {
    e = assign->getRHS()->IgnoreParenCasts(); // n = snprintf(q, ...);
    isTaken = true;
  }
  const bool isText = isTextClass(var.getType());
  if (isText && isTaken)
    return std::nullopt;
  if (const auto *op = llvm::dyn_cast<CXXOperatorCallExpr>(e); op && isText) {
    const bool appends = op->getOperator() == OO_PlusEqual;
    if ((appends || op->getOperator() == OO_Equal) && isVariable(op->getArg(0), var))
      return TextStep{0, op->getArg(0)->IgnoreParenImpCasts(), nullptr, op->getArg(1), appends};
  } else if (const auto *call = llvm::dyn_cast<CXXMemberCallExpr>(e); call && isText) {
    const CXXMethodDecl *method = call->getMethodDecl();
    const Expr *object = call->getImplicitObjectArgument();
    if (method && method->getIdentifier() && method->getName() == "append" &&
        call->getNumArgs() == 1 && isVariable(object, var))
      return TextStep{0, object->IgnoreParenImpCasts(), nullptr, call->getArg(0), true};
  } else if (const auto *print = llvm::dyn_cast<CallExpr>(e); print && !isText) {
    const FunctionDecl *callee = print->getDirectCallee();
    if (callee && callee->getIdentifier() && callee->isExternC() &&
        (callee->getName() == "snprintf" || callee->getName() == "sprintf") &&
        print->getNumArgs() >= 2 && isVariable(print->getArg(0), var) &&
        var.getType()->isConstantArrayType())
      return TextStep{0, print->getArg(0)->IgnoreParenImpCasts(), print, nullptr, false};
  }
  return std::nullopt;
}

} // namespace

bool isTextClass(QualType type) {
  const auto *record = type.getNonReferenceType()->getAsCXXRecordDecl();
  if (!record || !record->getIdentifier())
    return false;
  const std::string qualified = record->getQualifiedNameAsString();
  if (!record->isInStdNamespace() && !llvm::StringRef(qualified).starts_with("pqxx::") &&
      !llvm::StringRef(qualified).starts_with("fmt::"))
    return false;
  const llvm::StringRef name = record->getName();
  return name == "basic_string" || name == "basic_string_view" || name == "zview" ||
         name == "basic_format_string" || name == "format_string" || name == "basic_fstring";
}

bool isOnlyRead(const VarDecl &var, const Callable &callable,
                const std::vector<const Expr *> &except) {
  return !anyMention(callable.body, var, [&](const DeclRefExpr &ref) {
    return std::find(except.begin(), except.end(), &ref) == except.end() && !isRead(ref, callable);
  });
}

std::optional<std::vector<TextStep>> textSteps(const VarDecl &var, const Expr &use,
                                               const Callable &callable) {
  const CompoundStmt *block = blockThatDeclares(callable.body, var);
  if (!block || !callable.parents || hasJumps(callable))
    return std::nullopt;
  const auto useIndex = indexIn(*block, use, callable);
  if (!useIndex)
    return std::nullopt;
  std::vector<TextStep> steps;
  std::vector<const Expr *> written;
  for (unsigned i = 0; i < block->size(); ++i)
    if (auto step = stepOf(*(block->body_begin() + i), var)) {
      step->index = i;
      written.push_back(step->mention);
      steps.push_back(*step);
    }
  if (!isOnlyRead(var, callable, written))
    return std::nullopt;
  std::erase_if(steps, [&](const TextStep &step) { return step.index >= *useIndex; });
  return steps;
}

} // namespace repool
