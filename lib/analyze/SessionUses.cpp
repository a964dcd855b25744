#include "analyze/SessionUses.h"

#include "analyze/BuiltTexts.h"
#include "analyze/SessionObjects.h"
#include "analyze/TakenText.h"
#include "clang/AST/ExprCXX.h"
#include "find/Holders.h"
#include "find/Parents.h"
#include "find/SmartPointer.h"

#include <algorithm>

namespace repool {

using namespace clang;

namespace {

bool contains(const std::vector<std::string> &names, llvm::StringRef name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

class Collector {
public:
  Collector(const VarDecl &var, const DriverSpec &driver, const Callable &callable,
            const SourceMap &map, const DriverIndex &index)
      : var_(var), driver_(driver), callable_(callable), map_(map), index_(index) {}

  SessionFacts run() {
    walk(callable_.body);
    if (const auto *ctor = llvm::dyn_cast<CXXConstructorDecl>(callable_.decl))
      for (const CXXCtorInitializer *init : ctor->inits())
        initializer(*init);
    return std::move(facts_);
  }

private:
  void touch(SourceLocation at, std::string what) {
    facts_.touches.push_back({map_.place(at), std::move(what)});
  }

  /// Bodies of lambdas too: they may run.
  void walk(const Stmt *stmt) {
    if (!stmt)
      return;
    if (const auto *ref = llvm::dyn_cast<DeclRefExpr>(stmt)) {
      if (ref->getDecl() == &var_)
        mention(*ref);
      else if (isSessionObject(ref->getType(), driver_, index_))
        object(*ref);
    } else if (const auto *made = llvm::dyn_cast<CXXConstructExpr>(stmt)) {
      construction(*made);
    } else if (const auto *call = llvm::dyn_cast<CallExpr>(stmt)) {
      this->call(*call);
    }
    if (const auto *expr = llvm::dyn_cast<Expr>(stmt); expr && givesObject(*expr))
      object(*expr);
    if (const auto *lambda = llvm::dyn_cast<LambdaExpr>(stmt)) {
      for (const LambdaCapture &capture : lambda->captures()) // [c = conn]
        if (lambda->isInitCapture(&capture))
          walk(llvm::cast<VarDecl>(capture.getCapturedVar())->getInit());
      return walk(lambda->getBody());
    }
    for (const Stmt *child : stmt->children())
      walk(child);
  }

  // The handle itself.

  void mention(const DeclRefExpr &ref) {
    const Stmt *child = &reached(ref);
    const Stmt *parent = parentPastCasts(*callable_.parents, child, &child);
    if (!parent || isHarmless(*parent, child))
      return parent ? void() : touch(ref.getBeginLoc(), "a use that repool cannot follow");
    if (const auto *unary = llvm::dyn_cast<UnaryOperator>(parent);
        unary && unary->getOpcode() == UO_AddrOf) {
      child = unary;
      parent = parentPastCasts(*callable_.parents, unary, &child);
      const auto *call = llvm::dyn_cast_or_null<CallExpr>(parent);
      const auto known = call ? driverCall(*call) : std::nullopt;
      if (known && known->role == CallRole::Open)
        return;
    } else if (isMethodCall(*parent)) {
      return; // seen as a call
    } else if (const auto *call = llvm::dyn_cast<CallExpr>(parent)) {
      return argument(ref, *call, child);
    } else if (const auto *made = llvm::dyn_cast<CXXConstructExpr>(parent)) {
      return constructed(ref, *made, child);
    }
    touch(ref.getBeginLoc(), "a use that repool does not know");
  }

  /// The connection itself, where the variable points to it: `*conn`, `conn.get()`.
  const Expr &reached(const Expr &ref) const {
    const bool points = driver_.handleIsObject || smartPointer(var_.getType(), index_).driver;
    const Expr *next = points ? dereferenced(ref, *callable_.parents) : nullptr;
    return next ? reached(*next) : ref;
  }

  /// Not in a template where the call is not resolved.
  bool isMethodCall(const Stmt &member) const {
    const auto *call = llvm::dyn_cast_or_null<CXXMemberCallExpr>(
        llvm::isa<MemberExpr>(member) ? parentPastCasts(*callable_.parents, &member) : nullptr);
    return call && call->getMethodDecl() && call->getCallee()->IgnoreParenImpCasts() == &member;
  }

  /// Tests, assignments to it, sizeof.
  static bool isHarmless(const Stmt &parent, const Stmt *child) {
    if (const auto *op = llvm::dyn_cast<BinaryOperator>(&parent))
      return op->isEqualityOp() || op->isLogicalOp() ||
             (op->getOpcode() == BO_Assign && op->getLHS() == child);
    if (const auto *op = llvm::dyn_cast<CXXOperatorCallExpr>(&parent)) // of a smart pointer
      return op->getOperator() == OO_EqualEqual || op->getOperator() == OO_ExclaimEqual ||
             (op->getOperator() == OO_Equal && op->getArg(0) == child);
    if (const auto *unary = llvm::dyn_cast<UnaryOperator>(&parent))
      return unary->getOpcode() == UO_LNot;
    if (const auto *branch = llvm::dyn_cast<IfStmt>(&parent))
      return branch->getCond() == child;
    if (const auto *choice = llvm::dyn_cast<ConditionalOperator>(&parent))
      return choice->getCond() == child;
    if (const auto *cast = llvm::dyn_cast<CStyleCastExpr>(&parent))
      return cast->getType()->isVoidType();
    return llvm::isa<UnaryExprOrTypeTraitExpr, CompoundStmt>(&parent);
  }

  std::optional<DriverCall> driverCall(const CallExpr &call) const {
    const FunctionDecl *callee = call.getDirectCallee();
    if (!callee || !callee->getIdentifier() || map_.inProject(callee->getLocation()))
      return std::nullopt;
    auto known = index_.function(callee->getQualifiedNameAsString());
    return known && known->driver == &driver_ ? known : std::nullopt;
  }

  void argument(const DeclRefExpr &ref, const CallExpr &call, const Stmt *child) {
    const FunctionDecl *callee = call.getDirectCallee();
    const unsigned at = indexOf(call.arguments(), child);
    if (!callee || at >= callee->getNumParams() || llvm::isa<CXXOperatorCallExpr>(call) ||
        index_.handle(callee->getParamDecl(at)->getType()) != &driver_)
      return touch(ref.getBeginLoc(), "it is passed on as data");
    if (driverCall(call))
      return; // seen as a call
    if (index_.library(*callee) == &driver_ && !map_.inProject(callee->getLocation()))
      return touch(call.getBeginLoc(), "'" + callee->getNameAsString() + "' is not known");
    if (const auto *method = llvm::dyn_cast<CXXMethodDecl>(callee); method && method->isVirtual())
      return touch(ref.getBeginLoc(), "'" + callee->getNameAsString() + "' is virtual");
    handOn(*callee, at, call.arguments(), ref.getBeginLoc());
  }

  void constructed(const DeclRefExpr &ref, const CXXConstructExpr &made, const Stmt *child) {
    const CXXConstructorDecl *ctor = made.getConstructor();
    if (index_.library(*ctor) == &driver_ && !map_.inProject(ctor->getLocation()))
      return; // seen as a construction
    const unsigned at = indexOf(made.arguments(), child);
    if (at >= ctor->getNumParams() || !map_.inProject(ctor->getLocation()))
      return touch(ref.getBeginLoc(), "it is passed on as data");
    handOn(*ctor, at, made.arguments(), ref.getBeginLoc());
  }

  /// More than any if it is none of them.
  template <typename Arguments>
  static unsigned indexOf(const Arguments &arguments, const Stmt *child) {
    unsigned i = 0;
    for (const Expr *arg : arguments) {
      if (arg == child)
        return i;
      ++i;
    }
    return ~0U;
  }

  template <typename Arguments>
  void handOn(const FunctionDecl &callee, unsigned parameter, Arguments arguments,
              SourceLocation at) {
    const FunctionDecl *pattern = callee.getTemplateInstantiationPattern();
    SessionCallee next{usrOf(pattern ? *pattern : callee, map_),
                       parameter,
                       callee.getQualifiedNameAsString(),
                       map_.place(at),
                       {}};
    unsigned i = 0;
    for (const Expr *arg : arguments) {
      const bool mayBeText = i < callee.getNumParams() && i != parameter;
      next.texts.push_back(mayBeText ? builtText(*arg, callable_, map_)
                                     : BuiltText{.unknown = "it is no text"});
      ++i;
    }
    facts_.callees.push_back(std::move(next));
  }

  // What the library makes of it.

  /// `*tx`, `this->tx`, `new work(conn)`, `begin(conn)`: not a variable's name nor a construction.
  bool givesObject(const Expr &expr) const {
    return !llvm::isa<CastExpr, ParenExpr, FullExpr, MaterializeTemporaryExpr, CXXConstructExpr,
                      CXXBindTemporaryExpr, DeclRefExpr>(expr) &&
           isSessionObject(expr.getType(), driver_, index_);
  }

  /// `tx` may only be asked to execute, or carry a transaction inside it.
  void object(const Expr &expr) {
    const Stmt *parent = parentPastCasts(*callable_.parents, &expr);
    if (parent && isMethodCall(*parent))
      return;
    if (const auto *made = llvm::dyn_cast_or_null<CXXConstructExpr>(parent);
        made && isSessionScope(made->getType(), driver_))
      return;
    touch(expr.getBeginLoc(), "a transaction or the like is passed on");
  }

  /// A field outlives the function that fills it.
  void initializer(const CXXCtorInitializer &init) {
    if (isSessionObject(init.getInit()->getType(), driver_, index_))
      touch(init.getSourceLocation(), "a transaction or the like is kept in an object");
    walk(init.getInit());
  }

  /// Only as a variable of this function, to be asked on the spot, or for a scope inside it.
  void construction(const CXXConstructExpr &made) {
    if (!isSessionObject(made.getType(), driver_, index_))
      return;
    if (!isSessionScope(made.getType(), driver_))
      return touch(made.getBeginLoc(),
                   "what '" + made.getType().getAsString() + "' does is not known");
    const Stmt *parent = parentPastCasts(*callable_.parents, &made);
    if (!parent || (!llvm::isa<DeclStmt>(parent) && !isMethodCall(*parent) &&
                    !llvm::isa<CXXConstructExpr>(parent)))
      touch(made.getBeginLoc(), "a transaction or the like is passed on");
  }

  void call(const CallExpr &call) {
    if (const auto *member = llvm::dyn_cast<CXXMemberCallExpr>(&call)) {
      if (member->getMethodDecl())
        method(*member, *member->getMethodDecl());
      return;
    }
    const FunctionDecl *callee = call.getDirectCallee();
    if (llvm::isa<CXXOperatorCallExpr>(call)) {
      const auto *method = llvm::dyn_cast_or_null<CXXMethodDecl>(callee);
      if (method && isSessionObject(map_.ast().getRecordType(method->getParent()), driver_, index_))
        touch(call.getBeginLoc(), "an operator of its library is not known");
      return;
    }
    if (!callee || !takesOrGivesHandle(*callee))
      return;
    if (const auto known = driverCall(call))
      effect(*known, callee->getName(), call, mentions(call));
  }

  bool takesOrGivesHandle(const FunctionDecl &callee) const {
    return index_.handle(callee.getReturnType()) == &driver_ ||
           std::any_of(callee.param_begin(), callee.param_end(), [&](const ParmVarDecl *p) {
             return index_.handle(p->getType()) == &driver_;
           });
  }

  bool mentions(const CallExpr &call) const {
    return std::any_of(call.arg_begin(), call.arg_end(), [&](const Expr *arg) {
      const auto *ref = llvm::dyn_cast<DeclRefExpr>(arg->IgnoreParenCasts());
      return ref && ref->getDecl() == &var_;
    });
  }

  void method(const CXXMemberCallExpr &call, const CXXMethodDecl &method) {
    if (index_.library(method) != &driver_ || map_.inProject(method.getLocation()) ||
        llvm::isa<CXXConversionDecl, CXXDestructorDecl>(method) ||
        isLibraryValue(*method.getParent(), driver_))
      return;
    const std::string name = method.getDeclName().getAsString();
    effect(index_.method(driver_, name), name, call, true);
  }

  /// \p ofHandle: \p call is given this handle, and not another of the same library.
  void effect(const DriverCall &known, llvm::StringRef name, const CallExpr &call, bool ofHandle) {
    const std::string quoted = "'" + name.str() + "'";
    switch (known.role) {
    case CallRole::Open:
    case CallRole::Close:
    case CallRole::Test:
      return;
    case CallRole::Inspect:
      if (ofHandle && contains(driver_.bound, name))
        touch(call.getBeginLoc(), quoted + " tells of its own session");
      return;
    case CallRole::Execute:
      if (ofHandle)
        execute(driver_.executes[known.index], quoted, call);
      return;
    case CallRole::Make:
    case CallRole::Set:
    case CallRole::Hazard:
    case CallRole::Borrow:
      break;
    }
    // A call that gives the handle itself (sqlite3_db_handle) counts, whatever it is given.
    const bool gives = index_.handle(call.getType()) == &driver_;
    if ((ofHandle || gives) && !contains(driver_.neutral, name))
      touch(call.getBeginLoc(), "what " + quoted + " leaves is not known");
  }

  void execute(const ExecuteSpec &spec, const std::string &quoted, const CallExpr &call) {
    if (!spec.state.empty())
      return touch(call.getBeginLoc(), quoted + " " + spec.state);
    if (spec.textArgument < 0 || static_cast<unsigned>(spec.textArgument) >= call.getNumArgs())
      return touch(call.getBeginLoc(), "the text of " + quoted + " is not known");
    const Expr &arg = *call.getArg(static_cast<unsigned>(spec.textArgument));
    ExecutedStatement statement{map_.place(arg.getBeginLoc()), builtText(arg, callable_, map_)};
    if (spec.lengthArgument >= 0 && !takesAll(call, spec, arg, statement.text, map_))
      statement.text = {.unknown = "how much of it is used is not known"};
    facts_.statements.push_back(std::move(statement));
  }

  const VarDecl &var_;
  const DriverSpec &driver_;
  const Callable &callable_;
  const SourceMap &map_;
  const DriverIndex &index_;
  SessionFacts facts_;
};

} // namespace

SessionFacts sessionUses(const VarDecl &var, const DriverSpec &driver, const Callable &callable,
                         const SourceMap &map, const DriverIndex &index) {
  return Collector(var, driver, callable, map, index).run();
}

} // namespace repool
