#include "analyze/FunctionUse.h"

#include "analyze/CallMeanings.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/StringSwitch.h"

namespace repool {

using namespace clang;

namespace {

/// Its result stands for its argument: std::bind(&S::run, this), std::ref(handler).
bool passesOn(llvm::StringRef callee) {
  return llvm::StringSwitch<bool>(callee)
      .Cases("std::bind", "std::bind_front", "std::mem_fn", "std::ref", "std::cref", true)
      .Cases("std::move", "std::forward", "boost::bind", true)
      .Default(false);
}

bool holdsThreads(QualType type) {
  const std::string text = type.getCanonicalType().getAsString();
  return text.find("std::thread") != std::string::npos ||
         text.find("std::jthread") != std::string::npos ||
         text.find("boost::thread") != std::string::npos;
}

FunctionUse to(CallKind kind, std::string who) {
  return {.kind = kind, .to = std::move(who)};
}

FunctionUse byMeaning(llvm::StringRef name) {
  switch (meaningOf(name)) {
  case CallMeaning::StartsThread:
    return to(CallKind::Thread, name.str());
  case CallMeaning::RunsOnce:
    return to(CallKind::Once, name.str());
  case CallMeaning::RunsNow:
    return to(CallKind::Call, name.str());
  default:
    return to(CallKind::Handed, name.str());
  }
}

FunctionUse toCallee(const CallExpr &call) {
  const FunctionDecl *callee = call.getDirectCallee();
  if (!callee)
    return to(CallKind::Handed, "a function that is not known");
  const std::string name = callee->getQualifiedNameAsString();
  if (const auto *member = llvm::dyn_cast<CXXMemberCallExpr>(&call)) {
    const llvm::StringRef method = callee->getIdentifier() ? callee->getName() : "";
    if (method.starts_with("emplace") || method.starts_with("push"))
      if (const Expr *object = member->getImplicitObjectArgument();
          object && holdsThreads(object->getType().getNonReferenceType()))
        return to(CallKind::Thread, "std::thread");
  }
  return byMeaning(name);
}

/// The field that the element \p child of \p list initialises.
const FieldDecl *fieldOf(const InitListExpr &list, const Stmt *child) {
  const InitListExpr *semantic = list.isSemanticForm() ? &list : list.getSemanticForm();
  if (!semantic)
    semantic = &list;
  const auto *record = semantic->getType()->getAsRecordDecl();
  if (!record)
    return nullptr;
  unsigned index = 0;
  if (const auto *cxx = llvm::dyn_cast<CXXRecordDecl>(record))
    index = cxx->getNumBases();
  for (const FieldDecl *field : record->fields()) {
    if (field->isUnnamedBitField())
      continue;
    if (index >= semantic->getNumInits())
      break;
    const Expr *init = semantic->getInit(index++);
    if (init == child || (init && init->IgnoreParenImpCasts() == child))
      return field;
    if (const auto *value = llvm::dyn_cast<Expr>(child);
        value && init && init->IgnoreParenImpCasts() == value->IgnoreParenImpCasts())
      return field;
  }
  return nullptr;
}

FunctionUse toPlace(const Expr *lhs) {
  lhs = lhs->IgnoreParenImpCasts();
  if (const auto *member = llvm::dyn_cast<MemberExpr>(lhs))
    if (const auto *field = llvm::dyn_cast<FieldDecl>(member->getMemberDecl()))
      return {.kind = CallKind::Held,
              .to = "'" + field->getQualifiedNameAsString() + "'",
              .holder = field};
  if (const auto *ref = llvm::dyn_cast<DeclRefExpr>(lhs))
    return to(CallKind::Handed, "'" + ref->getDecl()->getNameAsString() + "'");
  return to(CallKind::Handed, "a variable");
}

bool isTransparent(const Stmt *stmt) {
  return llvm::isa<CastExpr, ParenExpr, ExprWithCleanups, MaterializeTemporaryExpr,
                   CXXBindTemporaryExpr, ConstantExpr, ConditionalOperator,
                   SubstNonTypeTemplateParmExpr, DesignatedInitExpr>(stmt);
}

bool isBoolean(const Stmt *stmt) {
  const auto *cast = llvm::dyn_cast<CastExpr>(stmt);
  return cast && (cast->getCastKind() == CK_PointerToBoolean ||
                  cast->getCastKind() == CK_MemberPointerToBoolean);
}

} // namespace

FunctionUse functionUse(const Stmt &mention, const ParentMap &parents) {
  const Stmt *child = &mention;
  for (const Stmt *p = parents.getParent(child); p; child = p, p = parents.getParent(p)) {
    if (isBoolean(p))
      return {.nowhere = true};
    if (isTransparent(p))
      continue;
    if (const auto *unary = llvm::dyn_cast<UnaryOperator>(p)) {
      if (unary->getOpcode() == UO_AddrOf || unary->getOpcode() == UO_Deref)
        continue;
      return {.nowhere = true};
    }
    if (const auto *call = llvm::dyn_cast<CallExpr>(p)) {
      if (const auto *op = llvm::dyn_cast<CXXOperatorCallExpr>(call);
          op && op->getOperator() == OO_Equal && op->getNumArgs() == 2)
        return op->getArg(0) == child ? FunctionUse{.nowhere = true} : toPlace(op->getArg(0));
      if (const FunctionDecl *callee = call->getDirectCallee();
          callee && passesOn(callee->getQualifiedNameAsString()))
        continue;
      return toCallee(*call);
    }
    if (const auto *made = llvm::dyn_cast<CXXConstructExpr>(p)) {
      const std::string type = made->getConstructor()->getParent()->getQualifiedNameAsString();
      if (isThreadClass(type))
        return to(CallKind::Thread, type);
      if (type == "std::function" || type == "std::move_only_function" ||
          made->getConstructor()->isCopyOrMoveConstructor())
        continue;
      return to(CallKind::Handed, type);
    }
    if (const auto *list = llvm::dyn_cast<InitListExpr>(p)) {
      if (const FieldDecl *field = fieldOf(*list, child))
        return {.kind = CallKind::Held,
                .to = "'" + field->getQualifiedNameAsString() + "'",
                .holder = field};
      if (list->getNumInits() == 1)
        continue; // braces around one value
      return to(CallKind::Handed, "an array");
    }
    if (const auto *op = llvm::dyn_cast<BinaryOperator>(p)) {
      if (op->isComparisonOp() || op->isLogicalOp())
        return {.nowhere = true};
      if (op->getOpcode() == BO_Assign && op->getRHS() == child)
        return toPlace(op->getLHS());
      if (op->getOpcode() == BO_Assign)
        return {.nowhere = true};
      continue;
    }
    if (const auto *decl = llvm::dyn_cast<DeclStmt>(p)) {
      for (const Decl *d : decl->decls())
        if (const auto *var = llvm::dyn_cast<VarDecl>(d); var && var->getInit()) {
          if (const auto *record = var->getType()->getAsCXXRecordDecl();
              record && record->isLambda() && !var->hasGlobalStorage())
            return {.nowhere = true, .variable = var};
          return to(CallKind::Handed, "'" + var->getNameAsString() + "'");
        }
      return to(CallKind::Handed, "a variable");
    }
    if (llvm::isa<ReturnStmt>(p))
      return to(CallKind::Handed, "the caller");
    if (llvm::isa<IfStmt, WhileStmt, ForStmt, DoStmt, SwitchStmt, CompoundStmt>(p))
      return {.nowhere = true};
    return to(CallKind::Handed, "code that is not known");
  }
  return to(CallKind::Handed, "static storage");
}

} // namespace repool
