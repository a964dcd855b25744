#include "analyze/BuiltTexts.h"

#include "analyze/FormatText.h"
#include "analyze/Surroundings.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

#include <algorithm>

namespace repool {

using namespace clang;

namespace {

constexpr unsigned DeepestExpression = 40;

BuiltText unknown(std::string why) {
  return {.unknown = std::move(why)};
}

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
      if (isOurs && isOnlyRead(*var) && keepsItsText(var->getType()) && !callable_.isLambda)
        return {.parameter = static_cast<int>(parameter->getFunctionScopeIndex())};
      return unknown(name + " is a parameter that is changed, or of another function");
    }
    if (!var->isLocalVarDecl() || var->getDeclContext() != callable_.decl)
      return unknown(name + " may be changed elsewhere");
    if (isOnlyRead(*var) && var->getInit() && !var->getType()->isArrayType())
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

  BuiltText initial(const VarDecl &var, const std::string &name) {
    const Expr *init = var.getAnyInitializer();
    if (!init || var.isWeak())
      return unknown("the value of " + name + " is in another unit");
    if (!var.hasGlobalStorage() && callable_.body && var.getDeclContext() != callable_.decl)
      return unknown(name + " is of another function");
    // What a pointer, a view or a reference names may be filled anew: only constants will do.
    const auto *record = var.getType()->getAsCXXRecordDecl();
    const bool isOwner = record && record->getIdentifier() && record->getName() == "basic_string";
    return isOwner && !var.hasGlobalStorage() ? of(init) : ofConstant(init);
  }

  /// \p expr where only literals and constants count.
  BuiltText ofConstant(const Expr *expr) const {
    const Callable none;
    Follower inside(none, map_);
    inside.depth_ = depth_;
    return inside.of(expr);
  }

  /// Every mention of \p var but those at \p except only reads it.
  bool isOnlyRead(const VarDecl &var, const std::vector<const Expr *> &except = {}) {
    return !anyMention(callable_.body, var, [&](const DeclRefExpr &ref) {
      return std::find(except.begin(), except.end(), &ref) == except.end() && !isRead(ref);
    });
  }

  template <typename Is> static bool anyMention(const Stmt *stmt, const VarDecl &var, Is is) {
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

  /// Loaded, decayed to a pointer to const, bound to a const reference, measured.
  bool isRead(const DeclRefExpr &ref) const {
    if (ref.getType().isConstQualified())
      return true;
    const Stmt *child = &ref;
    const Stmt *parent = callable_.parents->getParent(child);
    for (; parent; child = parent, parent = callable_.parents->getParent(parent)) {
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

  static bool isVariadicArgument(const CallExpr &call, const Stmt *arg) {
    const FunctionDecl *callee = call.getDirectCallee();
    if (!callee || !callee->getIdentifier() || !callee->getName().ends_with("printf"))
      return false;
    for (unsigned i = callee->getNumParams(); i < call.getNumArgs(); ++i)
      if (call.getArg(i) == arg)
        return true;
    return false;
  }

  // A local that statements of one block fill, one after the other.

  struct Step {
    unsigned index;         ///< of the statement in the block
    const Expr *mention;    ///< of the variable
    const CallExpr *writes; ///< snprintf; null for the others
    const Expr *text;       ///< what is assigned or appended
    bool appends;
  };

  BuiltText assembled(const VarDecl &var, const DeclRefExpr &use, const std::string &name) {
    const BuiltText refused = unknown(name + " is built in a way that repool does not follow");
    const auto *block = blockThatDeclares(callable_.body, var);
    if (!block || !callable_.parents || hasJumps())
      return refused;
    const auto useIndex = indexIn(*block, use);
    if (!useIndex)
      return refused;
    std::vector<Step> steps;
    std::vector<const Expr *> written;
    for (unsigned i = 0; i < block->size(); ++i)
      if (auto step = stepOf(*(block->body_begin() + i), var)) {
        step->index = i;
        written.push_back(step->mention);
        steps.push_back(*step);
      }
    if (!isOnlyRead(var, written))
      return refused;
    BuiltText result = unknown(name + " holds nothing yet");
    if (isTextClass(var.getType()))
      result = var.getInit() ? of(var.getInit()) : BuiltText{.text = ""};
    for (const Step &step : steps) {
      if (step.index >= *useIndex)
        break;
      result = taken(step, std::move(result), var);
    }
    return result;
  }

  BuiltText taken(const Step &step, BuiltText before, const VarDecl &var) {
    if (!step.writes) {
      BuiltText text = of(step.text);
      return step.appends ? joined(std::move(before), std::move(text)) : text;
    }
    const bool isBounded = step.writes->getDirectCallee()->getName() == "snprintf";
    std::size_t room = 0;
    if (const auto *array = map_.ast().getAsConstantArrayType(var.getType()))
      room = array->getSize().getLimitedValue();
    if (isBounded) {
      Expr::EvalResult size;
      if (!step.writes->getArg(1)->EvaluateAsInt(size, map_.ast()) ||
          size.Val.getInt().getLimitedValue() > room)
        return unknown("the size of its array is not known");
      room = size.Val.getInt().getLimitedValue();
    }
    return formatted(*step.writes, isBounded ? 2 : 1, FormatStyle::Printf, room);
  }

  bool hasJumps() const {
    return anyBelow(callable_.body, [](const Stmt &s) {
      return llvm::isa<LabelStmt, IndirectGotoStmt, SwitchStmt>(s);
    });
  }

  static const CompoundStmt *blockThatDeclares(const Stmt *stmt, const VarDecl &var) {
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
  std::optional<unsigned> indexIn(const CompoundStmt &block, const Stmt &node) const {
    const Stmt *child = &node;
    const Stmt *parent = callable_.parents->getParent(child);
    for (; parent && parent != &block;
         child = parent, parent = callable_.parents->getParent(parent))
      if (llvm::isa<LambdaExpr>(parent))
        return std::nullopt;
    if (!parent)
      return std::nullopt;
    const auto *at = std::find(block.body_begin(), block.body_end(), child);
    return at == block.body_end() ? std::nullopt
                                  : std::optional(static_cast<unsigned>(at - block.body_begin()));
  }

  /// `q = ...;`, `q += ...;`, `q.append(...);`, `snprintf(q, ...);`, alone in their statement.
  std::optional<Step> stepOf(const Stmt *statement, const VarDecl &var) const {
    const Expr *e = nullptr;
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
        assign && assign->getOpcode() == BO_Assign && !isVariable(assign->getLHS(), var))
      e = assign->getRHS()->IgnoreParenCasts(); // n = snprintf(q, ...);
    const bool isText = isTextClass(var.getType());
    if (const auto *op = llvm::dyn_cast<CXXOperatorCallExpr>(e); op && isText) {
      const bool appends = op->getOperator() == OO_PlusEqual;
      if ((appends || op->getOperator() == OO_Equal) && isVariable(op->getArg(0), var))
        return Step{0, op->getArg(0)->IgnoreParenImpCasts(), nullptr, op->getArg(1), appends};
    } else if (const auto *call = llvm::dyn_cast<CXXMemberCallExpr>(e); call && isText) {
      const CXXMethodDecl *method = call->getMethodDecl();
      const Expr *object = call->getImplicitObjectArgument();
      if (method && method->getIdentifier() && method->getName() == "append" &&
          call->getNumArgs() == 1 && isVariable(object, var))
        return Step{0, object->IgnoreParenImpCasts(), nullptr, call->getArg(0), true};
    } else if (const auto *print = llvm::dyn_cast<CallExpr>(e); print && !isText) {
      const FunctionDecl *callee = print->getDirectCallee();
      if (callee && callee->getIdentifier() && callee->isExternC() &&
          (callee->getName() == "snprintf" || callee->getName() == "sprintf") &&
          print->getNumArgs() >= 2 && isVariable(print->getArg(0), var) &&
          var.getType()->isConstantArrayType())
        return Step{0, print->getArg(0)->IgnoreParenImpCasts(), print, nullptr, false};
    }
    return std::nullopt;
  }

  static bool isVariable(const Expr *expr, const VarDecl &var) {
    const auto *ref = llvm::dyn_cast<DeclRefExpr>(expr->IgnoreParenImpCasts());
    return ref && ref->getDecl() == &var;
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
