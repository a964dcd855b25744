#include "analyze/TakenText.h"

#include "clang/AST/Expr.h"

namespace repool {

using namespace clang;

namespace {

void collectVariable(const Stmt &stmt, const ValueDecl *&result, unsigned &count) {
  if (const auto *ref = llvm::dyn_cast<DeclRefExpr>(&stmt);
      ref && llvm::isa<VarDecl>(ref->getDecl())) {
    result = ref->getDecl();
    ++count;
  }
  for (const Stmt *child : stmt.children())
    if (child)
      collectVariable(*child, result, count);
}

/// The one variable that \p expr mentions.
const ValueDecl *onlyVariable(const Stmt &expr) {
  const ValueDecl *result = nullptr;
  unsigned count = 0;
  collectVariable(expr, result, count);
  return count == 1 ? result : nullptr;
}

} // namespace

bool takesAll(const CallExpr &call, const ExecuteSpec &spec, const Expr &text,
              const BuiltText &built, const SourceMap &map) {
  if (static_cast<unsigned>(spec.lengthArgument) >= call.getNumArgs())
    return false;
  const Expr *length = call.getArg(static_cast<unsigned>(spec.lengthArgument));
  Expr::EvalResult value;
  if (!length->isValueDependent() && length->EvaluateAsInt(value, map.ast())) {
    const llvm::APSInt &bytes = value.Val.getInt();
    const bool isExact = built.text && built.text->find('\x01') == std::string::npos;
    return bytes.isNegative() || (isExact && bytes.getLimitedValue() >= built.text->size());
  }
  const auto *measure = llvm::dyn_cast<CallExpr>(length->IgnoreParenCasts());
  const FunctionDecl *callee = measure ? measure->getDirectCallee() : nullptr;
  if (!callee || !callee->getIdentifier())
    return false;
  const llvm::StringRef name = callee->getName();
  if (name != "strlen" && name != "size" && name != "length")
    return false;
  const ValueDecl *measured = onlyVariable(*measure);
  return measured && measured == onlyVariable(text);
}

} // namespace repool
