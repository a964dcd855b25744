#include "analyze/Makers.h"

#include "analyze/Surroundings.h"
#include "find/Parents.h"

#include <algorithm>

namespace repool {

using namespace clang;

namespace {

bool isNull(const Expr &expr, const SourceMap &map) {
  return expr.IgnoreParenCasts()->isNullPointerConstant(
             map.ast(), Expr::NPC_ValueDependentIsNull) != Expr::NPCK_NotNull;
}

bool names(const Expr &expr, const VarDecl &var) {
  const auto *ref = llvm::dyn_cast<DeclRefExpr>(expr.IgnoreParenImpCasts());
  return ref && ref->getDecl() == &var;
}

class Made {
public:
  Made(const VarDecl &var, const std::vector<const FoundOpen *> &opens, const UsesOfVariable &uses,
       const Callable &callable, const SourceMap &map, const DriverIndex &index)
      : var_(var), opens_(opens), uses_(uses), callable_(callable), map_(map), index_(index),
        driver_(*opens.front()->driver), name_("'" + var.getNameAsString() + "'") {}

  MadeHandle run() {
    if (isValueHandle(var_, driver_, index_))
      value(made_.value.emplace());
    else
      pointer();
    shutdown();
    return std::move(made_);
  }

private:
  void hazard(const char *code, const std::string &message, SourceLocation at) {
    made_.hazards.push_back({code, message, "", map_.place(at)});
  }

  void pointer() {
    const Expr *init = var_.getInit();
    if (!init || isNull(*init, map_))
      return;
    const CallExpr *maker = makerCall(init, driver_);
    if (!maker || !makesOwn(*maker, var_, map_, index_))
      hazard("RP218", name_ + " is connected here, but made elsewhere", var_.getLocation());
  }

  /// `mysql_library_end()`.
  void shutdown() {
    anyBelow(callable_.body, [&](const Stmt &s) {
      const auto *call = llvm::dyn_cast<CallExpr>(&s);
      const FunctionDecl *callee = call ? call->getDirectCallee() : nullptr;
      const auto &ends = driver_.shutdowns;
      const bool isEnd = callee && callee->getIdentifier() &&
                         std::find(ends.begin(), ends.end(), callee->getName()) != ends.end();
      if (isEnd)
        hazard("RP216", "'" + callee->getNameAsString() + "' ends the client library here",
               call->getBeginLoc());
      return isEnd;
    });
  }

  /// `MYSQL m;` becomes `MYSQL *m;`, and each `&m` becomes `m`.
  void value(ValueHandle &value) {
    if (auto name = map_.span(SourceRange(var_.getLocation())))
      value.name = *name;
    const auto *made = llvm::dyn_cast_or_null<CXXConstructExpr>(var_.getInit());
    const bool plain = !var_.hasInit() ||
                       (made && made->getNumArgs() == 0 && var_.getEndLoc() == var_.getLocation());
    if (!plain || value.name.empty())
      hazard("RP219", name_ + " is initialised where it is declared", var_.getLocation());
    for (const UnaryOperator *address : uses_.addresses)
      addressOf(*address, value);
    if (value.makers.empty())
      hazard("RP218", name_ + " is connected here, but made elsewhere", var_.getLocation());
  }

  void addressOf(const UnaryOperator &address, ValueHandle &value) {
    const auto *call =
        llvm::dyn_cast_or_null<CallExpr>(parentPastCasts(*callable_.parents, &address));
    const auto span = map_.span(address.getSourceRange());
    if (!span)
      return hazard("RP401", "'&" + var_.getNameAsString() + "' is spelled by a macro",
                    address.getBeginLoc());
    const auto isOpen = [&](const FoundOpen *found) { return found->expr == call; };
    if (std::any_of(opens_.begin(), opens_.end(), isOpen))
      return;
    if (!makerCall(call, driver_))
      return value.addresses.push_back(*span);
    const auto whole = map_.span(call->getSourceRange());
    const bool isStatement = slotOf(*call, callable_).statement == call;
    if (!whole || !(isStatement || isTested(*call)))
      return hazard("RP219", "what makes " + name_ + " is part of a larger expression",
                    call->getBeginLoc());
    value.makers.push_back({*whole, *span, !isStatement});
  }

  /// `!mysql_init(&m)`, `mysql_init(&m) == NULL`: the pointer is compared and gone.
  bool isTested(const CallExpr &maker) const {
    const Stmt *parent = parentPastCasts(*callable_.parents, &maker);
    if (const auto *op = llvm::dyn_cast_or_null<BinaryOperator>(parent))
      return op->isEqualityOp() && (isNull(*op->getLHS(), map_) || isNull(*op->getRHS(), map_));
    const auto *op = llvm::dyn_cast_or_null<UnaryOperator>(parent);
    return op && op->getOpcode() == UO_LNot;
  }

  const VarDecl &var_;
  const std::vector<const FoundOpen *> &opens_;
  const UsesOfVariable &uses_;
  const Callable &callable_;
  const SourceMap &map_;
  const DriverIndex &index_;
  const DriverSpec &driver_;
  std::string name_;
  MadeHandle made_;
};

} // namespace

const CallExpr *makerCall(const Expr *expr, const DriverSpec &driver) {
  const auto *call = expr ? llvm::dyn_cast<CallExpr>(expr->IgnoreParenCasts()) : nullptr;
  const FunctionDecl *callee = call ? call->getDirectCallee() : nullptr;
  if (!callee || !callee->getIdentifier())
    return nullptr;
  const std::string name = callee->getQualifiedNameAsString();
  const bool isMaker =
      std::find(driver.makers.begin(), driver.makers.end(), name) != driver.makers.end();
  return isMaker ? call : nullptr;
}

bool makesOwn(const CallExpr &maker, const VarDecl &var, const SourceMap &map,
              const DriverIndex &index) {
  const DriverSpec *driver = index.handle(maker.getType());
  return std::all_of(maker.arg_begin(), maker.arg_end(), [&](const Expr *arg) {
    return index.handle(arg->getType()) != driver || isNull(*arg, map) || names(*arg, var);
  });
}

bool isValueHandle(const VarDecl &var, const DriverSpec &driver, const DriverIndex &index) {
  const QualType type = var.getType();
  return type->isRecordType() && !driver.handleIsObject && index.handle(type) == &driver;
}

MadeHandle madeHandle(const VarDecl &var, const std::vector<const FoundOpen *> &opens,
                      const UsesOfVariable &uses, const Callable &callable, const SourceMap &map,
                      const DriverIndex &index) {
  return Made(var, opens, uses, callable, map, index).run();
}

} // namespace repool
