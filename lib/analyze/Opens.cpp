#include "analyze/Opens.h"

#include "clang/AST/ExprCXX.h"

namespace repool {

using namespace clang;

namespace {

std::optional<std::string> literalText(const Expr *arg) {
  if (!arg)
    return std::nullopt;
  const Expr *e = arg->IgnoreUnlessSpelledInSource();
  if (const auto *made = llvm::dyn_cast<CXXConstructExpr>(e); made && made->getNumArgs() > 0)
    return literalText(made->getArg(0));
  if (const auto *literal = llvm::dyn_cast<StringLiteral>(e->IgnoreParenImpCasts()))
    if (literal->isOrdinary())
      return literal->getString().str();
  return std::nullopt;
}

std::vector<const Expr *> spelledArguments(const FoundOpen &found) {
  std::vector<const Expr *> args;
  auto take = [&](auto &&range) {
    for (const Expr *arg : range)
      if (arg && !llvm::isa<CXXDefaultArgExpr>(arg))
        args.push_back(arg);
  };
  const Expr *expr = found.made ? found.made : found.expr;
  if (const auto *heap = llvm::dyn_cast_or_null<CXXNewExpr>(expr))
    expr = heap->getConstructExpr();
  if (const auto *call = llvm::dyn_cast_or_null<CallExpr>(expr))
    take(call->arguments());
  else if (const auto *made = llvm::dyn_cast_or_null<CXXConstructExpr>(expr))
    take(made->arguments());
  return args;
}

} // namespace

Open describeOpen(const FoundOpen &found, const SourceMap &map) {
  Open open;
  open.opener = found.opener;
  open.spec = found.spec;
  open.place = map.place(found.location);
  open.inMacro = found.location.isMacroID();
  const bool isObject = found.kind == HandleKind::LocalObject && found.var && found.source.empty();
  if (const auto *call = llvm::dyn_cast_or_null<CallExpr>(found.expr))
    open.inMacro |= call->getCallee()->getBeginLoc().isMacroID();
  const SourceRange range = isObject ? SourceRange(found.var->getLocation(), found.var->getEndLoc())
                            : found.initializer ? found.initializer->getSourceRange()
                            : found.expr        ? found.expr->getSourceRange()
                                                : SourceRange(found.location);
  if (auto span = map.span(range))
    open.call = *span;
  else
    open.inMacro = true;
  const std::vector<const Expr *> args = spelledArguments(found);
  for (const Expr *arg : args) {
    if (auto span = map.span(arg->getSourceRange()))
      open.args.push_back(*span);
    else
      open.inMacro = true;
  }
  if (const int text = found.driver->opens[found.spec].textArgument;
      text >= 0 && found.source.empty() && static_cast<std::size_t>(text) < args.size())
    open.literal = literalText(args[static_cast<std::size_t>(text)]);
  return open;
}

} // namespace repool
