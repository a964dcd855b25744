#include "analyze/BuiltTexts.h"

#include "analyze/FormatText.h"
#include "analyze/TextSteps.h"
#include "clang/AST/ExprCXX.h"

namespace repool {

using namespace clang;

namespace {

constexpr unsigned DeepestExpression = 40;

BuiltText unknown(std::string why) {
  return {.unknown = std::move(why)};
}

/// Casts and nodes that are not spelled and do not change a text.
const Expr *plain(const Expr *expr) {
  while (true) {
    const Expr *before = expr;
    expr = expr->IgnoreParenImpCasts();
    if (const auto *full = llvm::dyn_cast<FullExpr>(expr))
      expr = full->getSubExpr();
    else if (const auto *temporary = llvm::dyn_cast<MaterializeTemporaryExpr>(expr))
      expr = temporary->getSubExpr();
    else if (const auto *bound = llvm::dyn_cast<CXXBindTemporaryExpr>(expr))
      expr = bound->getSubExpr();
    else if (const auto *byDefault = llvm::dyn_cast<CXXDefaultArgExpr>(expr))
      expr = byDefault->getExpr();
    else if (const auto *cast = llvm::dyn_cast<ExplicitCastExpr>(expr);
             cast && (isTextClass(cast->getType()) || cast->getType()->isPointerType()))
      expr = cast->getSubExpr();
    if (expr == before)
      return expr;
  }
}

bool isDigits(QualType type) {
  type = type.getNonReferenceType().getCanonicalType().getUnqualifiedType();
  return type->isIntegerType() && !type->isBooleanType() && !type->isAnyCharacterType() &&
         !type->isSpecificBuiltinType(BuiltinType::SChar) &&
         !type->isSpecificBuiltinType(BuiltinType::UChar) && !type->isEnumeralType();
}

class Follower {
public:
  Follower(const Callable &callable, const SourceMap &map) : callable_(callable), map_(map) {}

  BuiltText of(const Expr *expr) {
    if (++depth_ > DeepestExpression) {
      --depth_;
      return unknown("it is built in too many steps");
    }
    BuiltText result = follow(plain(expr));
    --depth_;
    return result;
  }

private:
  BuiltText follow(const Expr *e) {
    if (const auto *literal = llvm::dyn_cast<StringLiteral>(e)) {
      if (!literal->isOrdinary() && !literal->isUTF8())
        return unknown("it is of wide characters");
      std::string text = literal->getString().str();
      if (text.find('\0') != std::string::npos || text.find('\x01') != std::string::npos)
        return unknown("it holds a character that no statement has");
      return {.text = std::move(text)};
    }
    if (const auto *literal = llvm::dyn_cast<CharacterLiteral>(e))
      return literal->getValue() > 1 && literal->getValue() < 0x80
                 ? BuiltText{.text = std::string(1, static_cast<char>(literal->getValue()))}
                 : unknown("it holds a character that no statement has");
    if (const auto *made = llvm::dyn_cast<CXXConstructExpr>(e))
      return constructed(*made);
    if (const auto *op = llvm::dyn_cast<CXXOperatorCallExpr>(e))
      return op->getOperator() == OO_Plus && op->getNumArgs() == 2
                 ? joined(of(op->getArg(0)), of(op->getArg(1)))
                 : unknown("it is made by an operator that repool does not follow");
    if (const auto *call = llvm::dyn_cast<CXXMemberCallExpr>(e))
      return member(*call);
    if (const auto *call = llvm::dyn_cast<CallExpr>(e))
      return called(*call);
    if (const auto *ref = llvm::dyn_cast<DeclRefExpr>(e))
      return named(*ref);
    if (llvm::isa<MemberExpr>(e))
      return unknown("it is kept in an object");
    return unknown("it is built in a way that repool does not follow");
  }

  static BuiltText joined(BuiltText first, BuiltText second) {
    for (BuiltText *part : {&first, &second})
      if (!part->text)
        return unknown(part->parameter >= 0 ? "a part of it is given by the caller"
                                            : part->unknown);
    first.text = *first.text + *second.text;
    return first;
  }

  BuiltText constructed(const CXXConstructExpr &made) {
    if (!isTextClass(made.getType()))
      return unknown("it is made by '" + made.getType().getAsString() + "'");
    unsigned given = 0;
    for (const Expr *arg : made.arguments())
      given += llvm::isa<CXXDefaultArgExpr>(arg) ? 0 : 1;
    if (given == 0)
      return {.text = ""};
    const QualType type = made.getArg(0)->getType();
    if (given != 1 || (!type->isPointerType() && !type->isArrayType() && !isTextClass(type)))
      return unknown("it is made of a part of a text");
    return of(made.getArg(0));
  }

  BuiltText member(const CXXMemberCallExpr &call) {
    const CXXMethodDecl *method = call.getMethodDecl();
    const Expr *object = call.getImplicitObjectArgument();
    if (!method || !object || !isTextClass(object->getType()))
      return unknown("it is given by a method that repool does not follow");
    if (llvm::isa<CXXConversionDecl>(method))
      return of(object);
    if (method->getIdentifier() && call.getNumArgs() == 0 &&
        (method->getName() == "c_str" || method->getName() == "data") && method->isConst())
      return of(object);
    return unknown("it is given by a method that repool does not follow");
  }

  BuiltText called(const CallExpr &call) {
    const FunctionDecl *callee = call.getDirectCallee();
    if (!callee || !callee->getIdentifier())
      return unknown("it is given by a function that repool cannot name");
    const bool isStd = callee->isInStdNamespace();
    const llvm::StringRef name = callee->getName();
    if (isStd && name == "to_string" && call.getNumArgs() == 1)
      return isDigits(callee->getParamDecl(0)->getType())
                 ? BuiltText{.text = std::string(1, FormatHole)}
                 : unknown("a part of it is a number that is no integer");
    if (isStd && (name == "move" || name == "forward") && call.getNumArgs() == 1)
      return of(call.getArg(0));
    const std::string qualified = callee->getQualifiedNameAsString();
    if (name == "format" && (isStd || llvm::StringRef(qualified).starts_with("fmt::")))
      return formatted(call, 0, FormatStyle::Braces, 0);
    return constantFunction(*callee);
  }

  /// `static const char *query() { return "SELECT 1"; }`
  BuiltText constantFunction(const FunctionDecl &callee) {
    const FunctionDecl *definition = nullptr;
    const auto *method = llvm::dyn_cast<CXXMethodDecl>(&callee);
    if (!callee.hasBody(definition) || definition->isTemplated() ||
        (method && method->isVirtual()) || !map_.inProject(definition->getLocation()))
      return unknown("it is given by '" + callee.getQualifiedNameAsString() + "'");
    const auto *body = llvm::dyn_cast<CompoundStmt>(definition->getBody());
    const auto *only =
        body && body->size() == 1 ? llvm::dyn_cast<ReturnStmt>(*body->body_begin()) : nullptr;
    if (!only || !only->getRetValue() || definition->isWeak())
      return unknown("it is given by '" + callee.getQualifiedNameAsString() + "'");
    return ofConstant(only->getRetValue());
  }

  // Variables.

  BuiltText named(const DeclRefExpr &ref) {
    const auto *var = llvm::dyn_cast<VarDecl>(ref.getDecl());
    if (!var)
      return unknown("it is '" + ref.getDecl()->getNameAsString() + "'");
    const std::string name = "'" + var->getNameAsString() + "'";
    if (isConstant(*var))
      return initial(*var, name);
    if (!callable_.body)
      return unknown("it depends on " + name);
    if (const auto *parameter = llvm::dyn_cast<ParmVarDecl>(var)) {
      const bool isOurs = parameter->getDeclContext() == callable_.decl;
      if (isOurs && isOnlyRead(*var, callable_) && keepsItsText(var->getType()) &&
          !callable_.isLambda)
        return {.parameter = static_cast<int>(parameter->getFunctionScopeIndex())};
      return unknown(name + " is a parameter that is changed, or of another function");
    }
    if (!var->isLocalVarDecl() || var->getDeclContext() != callable_.decl)
      return unknown(name + " may be changed elsewhere");
    if (isOnlyRead(*var, callable_) && var->getInit() && !var->getType()->isArrayType())
      return initial(*var, name);
    if (var->isStaticLocal())
      return unknown(name + " keeps what an earlier call has left in it");
    return assembled(*var, ref, name);
  }

  /// Through a `char *` the function may write what it points to.
  static bool keepsItsText(QualType type) {
    type = type.getNonReferenceType();
    return isTextClass(type) ||
           (type->isPointerType() && type->getPointeeType().isConstQualified());
  }

  /// Neither the variable nor what it points to can change.
  static bool isConstant(const VarDecl &var) {
    if (llvm::isa<ParmVarDecl>(var))
      return false;
    const QualType type = var.getType();
    if (var.isConstexpr())
      return true;
    if (const auto *array = type->getAsArrayTypeUnsafe())
      return array->getElementType().isConstQualified();
    return type.isConstQualified() &&
           (!type->isPointerType() || type->getPointeeType().isConstQualified());
  }

  /// A copy of its own, which nobody else fills anew.
  static bool isOwner(const VarDecl &var) {
    const auto *record = var.getType()->getAsCXXRecordDecl();
    return record && isTextClass(var.getType()) && record->getName() == "basic_string";
  }

  BuiltText initial(const VarDecl &var, const std::string &name) {
    const Expr *init = var.getAnyInitializer();
    if (!init || var.isWeak())
      return unknown("the value of " + name + " is in another unit");
    if (!var.hasGlobalStorage() && callable_.body && var.getDeclContext() != callable_.decl)
      return unknown(name + " is of another function");
    // What a pointer, a view or a reference names may be filled anew: only constants will do.
    return isOwner(var) && !var.hasGlobalStorage() ? of(init) : ofConstant(init);
  }

  /// \p expr where only literals and constants count.
  BuiltText ofConstant(const Expr *expr) const {
    const Callable none;
    Follower inside(none, map_);
    inside.depth_ = depth_;
    return inside.of(expr);
  }

  // A local that statements of one block fill, one after the other.

  BuiltText assembled(const VarDecl &var, const DeclRefExpr &use, const std::string &name) {
    const BuiltText refused = unknown(name + " is built in a way that repool does not follow");
    const auto steps = textSteps(var, use, callable_);
    if (!steps)
      return refused;
    BuiltText result = unknown(name + " holds nothing yet");
    if (isTextClass(var.getType()))
      result = var.getInit() ? kept(var.getInit(), var) : BuiltText{.text = ""};
    for (const TextStep &step : *steps)
      result = taken(step, std::move(result), var);
    return result;
  }

  /// What \p expr leaves in \p var: a view shows what happens to its text later on.
  BuiltText kept(const Expr *expr, const VarDecl &var) {
    return isOwner(var) ? of(expr) : ofConstant(expr);
  }

  BuiltText taken(const TextStep &step, BuiltText before, const VarDecl &var) {
    if (!step.prints) {
      BuiltText text = kept(step.text, var);
      return step.appends ? joined(std::move(before), std::move(text)) : text;
    }
    const bool isBounded = step.prints->getDirectCallee()->getName() == "snprintf";
    std::size_t room = 0;
    if (const auto *array = map_.ast().getAsConstantArrayType(var.getType()))
      room = array->getSize().getLimitedValue();
    if (isBounded) {
      Expr::EvalResult size;
      if (!step.prints->getArg(1)->EvaluateAsInt(size, map_.ast()) ||
          size.Val.getInt().getLimitedValue() > room)
        return unknown("the size of its array is not known");
      room = size.Val.getInt().getLimitedValue();
    }
    return formatted(*step.prints, isBounded ? 2 : 1, FormatStyle::Printf, room);
  }

  /// \p room in bytes, the zero included; 0: as much as it takes.
  BuiltText formatted(const CallExpr &call, unsigned formatArgument, FormatStyle style,
                      std::size_t room) {
    if (formatArgument >= call.getNumArgs())
      return unknown("its format is missing");
    const BuiltText format = of(call.getArg(formatArgument));
    if (!format.text)
      return unknown("its format is not known");
    std::vector<FormatArgument> arguments;
    for (unsigned i = formatArgument + 1; i < call.getNumArgs(); ++i) {
      const Expr *arg = call.getArg(i);
      const QualType type = arg->IgnoreParenImpCasts()->getType();
      if (isDigits(type))
        arguments.push_back({.isInteger = true});
      else
        arguments.push_back({.text = of(arg).text});
    }
    std::string why;
    const auto text = formatText(*format.text, arguments, style, room, why);
    return text ? BuiltText{.text = *text} : unknown(why);
  }

  const Callable &callable_;
  const SourceMap &map_;
  unsigned depth_ = 0;
};

} // namespace

BuiltText builtText(const Expr &expr, const Callable &callable, const SourceMap &map) {
  return Follower(callable, map).of(&expr);
}

} // namespace repool
