#include "analyze/Effects.h"

#include "analyze/OwnValues.h"
#include "analyze/PlainTypes.h"
#include "analyze/QuietCalls.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/DenseSet.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace repool {

using namespace clang;

namespace {

/// Methods that are not const but only show the way in: what is done there is judged there.
constexpr std::array<std::string_view, 9> Accessors = {"begin", "end",   "rbegin", "rend", "data",
                                                       "at",    "front", "back",   "value"};

template <std::size_t N>
bool contains(const std::array<std::string_view, N> &names, llvm::StringRef name) {
  return std::find(names.begin(), names.end(), std::string_view(name)) != names.end();
}

class Finder {
public:
  Finder(const DriverSpec &driver, const SourceMap &map, const DriverIndex &index)
      : driver_(driver), map_(map), index_(index), own_(map.ast()) {}

  std::optional<Effect> run(const VarDecl &handle, const DeclStmt &declaration,
                            const CompoundStmt &block) {
    own_.add(handle);
    const auto first = std::find(block.body_begin(), block.body_end(), &declaration);
    for (auto it = first; it != block.body_end(); ++it)
      if (it != first)
        see(*it);
    return std::move(effect_);
  }

private:
  void effect(SourceLocation at, std::string what) {
    if (!effect_)
      effect_ = {map_.place(at), std::move(what)};
  }

  bool isPlain(QualType type) const { return repool::isPlain(type, driver_, index_, map_); }

  static std::string quoted(const NamedDecl &decl) {
    return "'" + decl.getQualifiedNameAsString() + "'";
  }

  void see(const Stmt *stmt) {
    constexpr unsigned MostSteps = 20000;
    if (!stmt || effect_)
      return;
    if (++steps_ > MostSteps)
      return effect(stmt->getBeginLoc(), "it is too long to be looked through");
    if (const auto *decls = llvm::dyn_cast<DeclStmt>(stmt)) {
      for (const Decl *decl : decls->decls())
        if (const auto *var = llvm::dyn_cast<VarDecl>(decl))
          declare(*var);
    } else if (const auto *expr = llvm::dyn_cast<Expr>(stmt)) {
      expression(*expr);
    } else if (const auto *loop = llvm::dyn_cast<CXXForRangeStmt>(stmt)) {
      own_.addRange(*loop->getLoopVariable(), *loop->getRangeInit());
    } else if (llvm::isa<AsmStmt, CoroutineBodyStmt, CoreturnStmt, SEHTryStmt>(stmt)) {
      effect(stmt->getBeginLoc(), "what a statement does is not known");
    }
    if (const auto *lambda = llvm::dyn_cast<LambdaExpr>(stmt)) {
      for (const ParmVarDecl *param : lambda->getCallOperator()->parameters())
        own_.add(*param);
      see(lambda->getBody());
      for (const Expr *init : lambda->capture_inits())
        see(init);
      return;
    }
    for (const Stmt *child : stmt->children())
      see(child);
  }

  void declare(const VarDecl &var) {
    if (!var.hasLocalStorage())
      return effect(var.getLocation(), quoted(var) + " is kept");
    if (!isPlain(var.getType()))
      return effect(var.getLocation(),
                    "what making '" + var.getNameAsString() + "' does is not known");
    own_.add(var);
  }

  void expression(const Expr &expr) {
    if (expr.isTypeDependent() || expr.getType().isVolatileQualified())
      return effect(expr.getBeginLoc(), "what an expression does is not known");
    if (const auto *op = llvm::dyn_cast<BinaryOperator>(&expr)) {
      if (op->isAssignmentOp())
        change(*op->getLHS());
    } else if (const auto *unary = llvm::dyn_cast<UnaryOperator>(&expr)) {
      if (unary->isIncrementDecrementOp())
        change(*unary->getSubExpr());
    } else if (const auto *call = llvm::dyn_cast<CallExpr>(&expr)) {
      this->call(*call);
    } else if (const auto *made = llvm::dyn_cast<CXXConstructExpr>(&expr)) {
      construct(*made);
    } else if (const auto *bound = llvm::dyn_cast<CXXBindTemporaryExpr>(&expr)) {
      if (!isPlain(bound->getType()))
        effect(expr.getBeginLoc(), "how a temporary ends is not known");
    } else if (const auto *cast = llvm::dyn_cast<ExplicitCastExpr>(&expr)) {
      const QualType type = cast->getTypeAsWritten();
      if (type->isPointerType() || type->isReferenceType())
        effect(expr.getBeginLoc(), "a cast hides what is changed");
    } else if (const auto *standard = llvm::dyn_cast<CXXDefaultArgExpr>(&expr)) {
      see(standard->getExpr());
    } else if (const auto *init = llvm::dyn_cast<CXXDefaultInitExpr>(&expr)) {
      see(init->getExpr());
    } else if (llvm::isa<CXXNewExpr, CXXDeleteExpr, CXXInheritedCtorInitExpr, VAArgExpr, AtomicExpr,
                         CoawaitExpr, CoyieldExpr, StmtExpr>(&expr)) {
      effect(expr.getBeginLoc(), "what an expression does is not known");
    }
  }

  void change(const Expr &target) {
    if (!own_.isOwn(target))
      effect(target.getBeginLoc(), "something outside is changed");
  }

  void call(const CallExpr &call) {
    const FunctionDecl *callee = call.getDirectCallee();
    if (!callee)
      return effect(call.getBeginLoc(), "a call cannot be followed");
    const auto *method = llvm::dyn_cast<CXXMethodDecl>(callee);
    const bool isObjectFirst = llvm::isa<CXXOperatorCallExpr>(call) && method;
    if (method && method->isInstance()) {
      const Expr *object = isObjectFirst ? call.getArg(0) : objectOf(call);
      if (!object || (mayChange(*method) && !own_.isOwnObject(*object)))
        return effect(call.getBeginLoc(), quoted(*callee) + " may change something outside");
    }
    arguments(*callee, call.arguments(), isObjectFirst ? 1 : 0);
    enter(*callee, call.getBeginLoc());
  }

  static const Expr *objectOf(const CallExpr &call) {
    const auto *member = llvm::dyn_cast<CXXMemberCallExpr>(&call);
    return member ? member->getImplicitObjectArgument() : nullptr;
  }

  static bool mayChange(const CXXMethodDecl &method) {
    if (method.isConst() || method.getParent()->isLambda())
      return false;
    if (!isStandardValue(*method.getParent()) || isStandardMap(*method.getParent()))
      return true;
    if (method.getOverloadedOperator() == OO_Subscript || method.getOverloadedOperator() == OO_Star)
      return false;
    return !method.getIdentifier() || !contains(Accessors, method.getName());
  }

  template <typename Arguments>
  void arguments(const FunctionDecl &callee, Arguments arguments, unsigned skipped) {
    unsigned i = 0;
    for (const Expr *arg : arguments) {
      if (i >= skipped) {
        const unsigned at = i - skipped;
        const QualType type =
            at < callee.getNumParams() ? callee.getParamDecl(at)->getType() : arg->getType();
        if (mayChangeThrough(type) && !own_.isGivenOwn(*arg) &&
            !isOnlyRead(callee, at, driver_, index_, map_))
          return effect(arg->getBeginLoc(), quoted(callee) + " may change what it is given");
      }
      ++i;
    }
  }

  static bool mayChangeThrough(QualType type) {
    if (type->isRValueReferenceType())
      return true;
    const QualType pointee = type->getPointeeType();
    return !pointee.isNull() && !pointee.isConstQualified() && !pointee->isFunctionType();
  }

  void construct(const CXXConstructExpr &made) {
    const CXXConstructorDecl &ctor = *made.getConstructor();
    if (!isPlain(made.getType()))
      return effect(made.getBeginLoc(),
                    "what making a " + quoted(*ctor.getParent()) + " does is not known");
    arguments(ctor, made.arguments(), 0);
    if (ctor.isUserProvided() || ctor.isDefaultConstructor())
      enter(ctor, made.getBeginLoc());
  }

  /// What the call does besides changing what it is given.
  void enter(const FunctionDecl &callee, SourceLocation at) {
    if (effect_)
      return;
    const auto *method = llvm::dyn_cast<CXXMethodDecl>(&callee);
    if (!map_.inProject(callee.getLocation())) {
      if (!isQuiet(callee, driver_, index_, map_))
        effect(at, "what " + quoted(callee) + " does is not known");
      return;
    }
    if (method && method->isVirtual())
      return effect(at, quoted(callee) + " is virtual");
    const bool isWritten = !method || (!method->isDefaulted() && !method->isImplicit());
    const auto *made = llvm::dyn_cast<CXXConstructorDecl>(&callee);
    if (!isWritten && (!made || !made->isDefaultConstructor()))
      return; // of a plain type
    const FunctionDecl *body = nullptr;
    if (!callee.hasBody(body))
      return !isWritten ? void() : effect(at, "what " + quoted(callee) + " does is not seen here");
    if (!entered_.insert(body).second)
      return;
    for (const ParmVarDecl *param : body->parameters())
      own_.add(*param);
    const bool outer = own_.ownsThis;
    own_.ownsThis = method && !method->isConst() && !method->getParent()->isLambda();
    if (const auto *ctor = llvm::dyn_cast<CXXConstructorDecl>(body))
      for (const CXXCtorInitializer *init : ctor->inits())
        see(init->getInit());
    see(body->getBody());
    own_.ownsThis = outer;
  }

  const DriverSpec &driver_;
  const SourceMap &map_;
  const DriverIndex &index_;
  OwnValues own_;
  llvm::DenseSet<const FunctionDecl *> entered_;
  unsigned steps_ = 0;
  std::optional<Effect> effect_;
};

} // namespace

std::optional<Effect> firstEffect(const VarDecl &handle, const DeclStmt &declaration,
                                  const CompoundStmt &block, const DriverSpec &driver,
                                  const SourceMap &map, const DriverIndex &index) {
  return Finder(driver, map, index).run(handle, declaration, block);
}

} // namespace repool
