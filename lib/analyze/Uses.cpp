#include "analyze/Uses.h"

#include "analyze/DependentSql.h"
#include "analyze/Makers.h"
#include "clang/AST/ExprCXX.h"
#include "find/Holders.h"
#include "find/SmartPointer.h"

#include <algorithm>

namespace repool {

using namespace clang;

namespace {

class Classifier {
public:
  Classifier(const HandleExpr &handle, const DriverSpec &driver, const Callable &callable,
             const SourceMap &map, const DriverIndex &index, const std::vector<const Expr *> &opens)
      : handle_(handle), driver_(driver), callable_(callable), map_(map), index_(index),
        opens_(opens), name_("'" + handle.decl->getNameAsString() + "'"),
        isValue_(variableOf(handle) && isValueHandle(*variableOf(handle), driver, index)),
        isOwner_(smartPointer(handle.decl->getType(), index).driver == &driver) {}

  UsesOfVariable run() {
    walk(callable_.body, false);
    if (const auto *ctor = llvm::dyn_cast<CXXConstructorDecl>(callable_.decl))
      for (const CXXCtorInitializer *init : ctor->inits())
        if (init->isWritten() && init->getInit())
          initializer(*init);
    return std::move(result_);
  }

private:
  void hazard(const char *code, std::string message, SourceLocation at) {
    result_.hazards.push_back({code, std::move(message), "", map_.place(at)});
  }

  /// A parameter kept by a constructor: `Repo(pqxx::connection &c) : conn_(c)`.
  void initializer(const CXXCtorInitializer &init) {
    if (mentions(init.getInit()))
      hazard("RP202",
             name_ + " is stored in '" +
                 (init.isAnyMemberInitializer() ? init.getAnyMember()->getQualifiedNameAsString()
                                                : std::string("a base class")) +
                 "'",
             init.getSourceLocation());
  }

  /// \p stmt itself, not what casts and parentheses are around it, so that it is met once.
  static const Stmt *bare(const Stmt *stmt) {
    return llvm::isa<DeclRefExpr, UnaryOperator, ArraySubscriptExpr, MemberExpr>(stmt) ? stmt
                                                                                       : nullptr;
  }

  bool denotes(const Stmt *stmt) const { return bare(stmt) && handle_.is(stmt); }

  bool mentions(const Stmt *stmt) const {
    if (!stmt)
      return false;
    if (denotes(stmt) || handle_.isAddress(bare(stmt)))
      return true;
    return std::any_of(stmt->child_begin(), stmt->child_end(),
                       [&](const Stmt *child) { return mentions(child); });
  }

  void walk(const Stmt *stmt, bool inLambda) {
    if (!stmt)
      return;
    if (const auto *lambda = llvm::dyn_cast<LambdaExpr>(stmt); lambda && stmt != callable_.body) {
      if (!isField() && mentions(lambda->getBody())) // a lambda is a body of its own
        hazard("RP208", name_ + " is captured by a lambda", lambda->getBeginLoc());
      for (const Expr *init : lambda->capture_inits())
        if (init && !isPlainCapture(init))
          walk(init, inLambda);
      return;
    }
    if (denotes(stmt)) {
      mention(*llvm::cast<Expr>(stmt));
      if (handle_.form == HandleExpr::Form::Pointee || plain(llvm::cast<Expr>(stmt)) != stmt)
        return; // `*out` is one mention, not one of `out` too; so is `*&conn`
    } else if (handle_.isAddress(bare(stmt))) {
      bareParameter(*llvm::cast<Expr>(stmt));
      if (plain(llvm::cast<Expr>(stmt)) != stmt)
        return;
    }
    for (const Stmt *child : stmt->children())
      walk(child, inLambda);
  }

  /// `[&]` and `[conn]` name the variable itself; the body's mention was reported already.
  bool isPlainCapture(const Expr *init) const {
    return handle_.form == HandleExpr::Form::Variable && handle_.is(init);
  }

  /// `out` itself, which points to the handle: `sqlite3_open(path, out)`, `if (out)`.
  void bareParameter(const Expr &ref) {
    const Stmt *parent = parentPastCasts(*callable_.parents, &ref);
    if (const auto *call = llvm::dyn_cast_or_null<CallExpr>(parent); call && fillsDirectly(*call))
      return add(UseRole::Birth, ref, call, call);
    if (const auto *op = llvm::dyn_cast_or_null<BinaryOperator>(parent);
        op && (op->isEqualityOp() || op->isLogicalOp()))
      return;
    if (const auto *unary = llvm::dyn_cast_or_null<UnaryOperator>(parent);
        unary && unary->getOpcode() == UO_LNot)
      return;
    if (llvm::isa_and_nonnull<IfStmt, ConditionalOperator>(parent))
      return;
    hazard("RP209", "the address in " + name_ + " is used", ref.getBeginLoc());
  }

  void add(UseRole role, const Expr &ref, const CallExpr *call, const Stmt *event) {
    result_.uses.push_back({role, &ref, call, event});
  }

  /// What `*p`, `p->` and `p.get()` reach is the connection; anything else of a smart pointer is
  /// its own.
  void mention(const Expr &ref) {
    if (isOwner_ || driver_.handleIsObject)
      if (const Expr *reached = dereferenced(ref, *callable_.parents))
        return reachedThrough(*reached);
    if (const Expr *pointer = driver_.handleIsObject && !isOwner_ ? pointerTo(ref) : nullptr)
      return classify(*pointer);
    isOwner_ ? owner(ref) : classify(ref);
  }

  void reachedThrough(const Expr &ref) {
    if (const Expr *reached = dereferenced(ref, *callable_.parents))
      return reachedThrough(*reached);
    const Expr *pointer = pointerTo(ref);
    classify(pointer ? *pointer : ref);
  }

  /// `count(&conn)`, where `conn` is the object: as good as a reference.
  const Expr *pointerTo(const Expr &ref) const {
    const auto *unary =
        llvm::dyn_cast_or_null<UnaryOperator>(parentPastCasts(*callable_.parents, &ref));
    const bool isAddress =
        unary && unary->getOpcode() == UO_AddrOf && ref.getType()->isRecordType();
    return isAddress && llvm::isa_and_nonnull<CallExpr, CXXConstructExpr>(
                            parentPastCasts(*callable_.parents, unary))
               ? unary
               : nullptr;
  }

  /// The smart pointer itself: tested, filled, emptied, handed over.
  void owner(const Expr &ref) {
    const Stmt *child = &ref;
    const Stmt *parent = parentPastCasts(*callable_.parents, &ref, &child);
    if (const auto *member = llvm::dyn_cast_or_null<MemberExpr>(parent))
      return ownerMethod(ref, *member);
    if (const auto *op = llvm::dyn_cast_or_null<CXXOperatorCallExpr>(parent))
      return ownerOperator(ref, *op, child);
    if (const auto *move = llvm::dyn_cast_or_null<CallExpr>(parent);
        move && move->isCallToStdMove())
      parent = parentPastCasts(*callable_.parents, move, &child);
    if (const auto *op = llvm::dyn_cast_or_null<CXXOperatorCallExpr>(parent))
      return ownerMoved(ref, *op, child);
    if (const auto *made = llvm::dyn_cast_or_null<CXXConstructExpr>(parent);
        made && smartPointer(made->getType(), index_).driver == &driver_)
      parent = parentPastCasts(*callable_.parents, made);
    if (const auto *statement = llvm::dyn_cast_or_null<ReturnStmt>(parent))
      return returned(ref, *statement);
    if (llvm::isa_and_nonnull<CompoundStmt, UnaryExprOrTypeTraitExpr>(parent))
      return;
    if (const auto *cast = llvm::dyn_cast_or_null<CStyleCastExpr>(parent);
        cast && cast->getType()->isVoidType())
      return;
    hazard("RP210", name_ + " is moved, copied or passed on as a smart pointer", ref.getBeginLoc());
  }

  void ownerMethod(const Expr &ref, const MemberExpr &member) {
    const auto *call =
        llvm::dyn_cast_or_null<CXXMemberCallExpr>(parentPastCasts(*callable_.parents, &member));
    const std::string method = member.getMemberDecl()->getDeclName().getAsString();
    if (llvm::isa<CXXConversionDecl>(member.getMemberDecl()) || method == "use_count")
      return add(UseRole::Test, ref, nullptr, &ref);
    if (call && method == "reset") {
      const Expr *to = call->getNumArgs() ? call->getArg(0) : nullptr;
      if (to && fills(to))
        return add(UseRole::Birth, ref, nullptr, call);
      if (!to || llvm::isa<CXXDefaultArgExpr>(to) ||
          llvm::isa<CXXNullPtrLiteralExpr, GNUNullExpr>(to->IgnoreParenImpCasts()))
        return add(UseRole::Clear, ref, nullptr, call);
      return hazard("RP209", name_ + " is assigned something that repool did not see opened",
                    ref.getBeginLoc());
    }
    hazard("RP210", name_ + " gives up its connection by '" + method + "'", ref.getBeginLoc());
  }

  void ownerOperator(const Expr &ref, const CXXOperatorCallExpr &op, const Stmt *child) {
    if (op.getOperator() != OO_Equal)
      return op.getOperator() == OO_EqualEqual || op.getOperator() == OO_ExclaimEqual
                 ? add(UseRole::Test, ref, nullptr, &op)
                 : hazard("RP209", name_ + " is used in a way that repool does not know",
                          ref.getBeginLoc());
    if (op.getArg(0) != child)
      return ownerMoved(ref, op, child);
    if (fills(op.getArg(1)))
      return add(UseRole::Birth, ref, nullptr, &op);
    if (llvm::isa<CXXNullPtrLiteralExpr>(op.getArg(1)->IgnoreUnlessSpelledInSource()))
      return add(UseRole::Clear, ref, nullptr, &op);
    hazard("RP209", name_ + " is assigned something that repool did not see opened",
           ref.getBeginLoc());
  }

  /// `conn_ = std::move(conn)`.
  void ownerMoved(const Expr &ref, const CXXOperatorCallExpr &op, const Stmt *child) {
    const auto *to = op.getOperator() == OO_Equal && op.getNumArgs() == 2 && op.getArg(1) == child
                         ? llvm::dyn_cast<MemberExpr>(op.getArg(0)->IgnoreParenImpCasts())
                         : nullptr;
    const auto *field = to ? llvm::dyn_cast<FieldDecl>(to->getMemberDecl()) : nullptr;
    if (!field || smartPointer(field->getType(), index_).driver != &driver_)
      return hazard("RP210", name_ + " is moved or copied away", ref.getBeginLoc());
    hazard("RP202", name_ + " is stored in '" + field->getQualifiedNameAsString() + "'",
           ref.getBeginLoc());
    handOver(fieldOf(*field, map_, ref.getBeginLoc()), ref, op);
  }

  void returned(const Expr &ref, const Stmt &statement) {
    hazard("RP201", name_ + " is returned to the caller", ref.getBeginLoc());
    if (const auto *function = returnsHandle())
      handOver(resultOf(*function, map_, ref.getBeginLoc()), ref, statement);
  }

  void classify(const Expr &ref) {
    const ParentMap &parents = *callable_.parents;
    const Stmt *child = &ref;
    const Stmt *parent = parentPastCasts(parents, &ref, &child);
    if (!parent) {
      hazard("RP209", name_ + " is used where repool cannot follow it", ref.getBeginLoc());
      return;
    }
    if (isValue_ && !llvm::isa<MemberExpr>(parent)) {
      const auto *address = llvm::dyn_cast<UnaryOperator>(parent);
      if (!address || address->getOpcode() != UO_AddrOf)
        return hazard("RP219", name_ + " is used as a value", ref.getBeginLoc());
      result_.addresses.push_back(address);
      parent = parentPastCasts(parents, address, &child);
      if (!parent)
        return;
    }
    if (llvm::isa<UnaryExprOrTypeTraitExpr>(parent))
      return;
    if (const auto *cast = llvm::dyn_cast<CStyleCastExpr>(parent);
        cast && cast->getType()->isVoidType())
      return;
    if (const auto *member = llvm::dyn_cast<MemberExpr>(parent))
      return this->member(ref, *member);
    if (const auto *member = llvm::dyn_cast<CXXDependentScopeMemberExpr>(parent)) {
      hazard("RP402", name_ + " is used inside a template", member->getBeginLoc());
      return;
    }
    if (const auto *call = llvm::dyn_cast<CallExpr>(parent))
      return argument(ref, *call, child);
    if (const auto *made = llvm::dyn_cast<CXXConstructExpr>(parent))
      return constructed(ref, *made, child);
    if (const auto *op = llvm::dyn_cast<BinaryOperator>(parent))
      return binary(ref, *op, child);
    if (const auto *unary = llvm::dyn_cast<UnaryOperator>(parent)) {
      if (unary->getOpcode() == UO_LNot)
        return add(UseRole::Test, ref, nullptr, parent);
      if (unary->getOpcode() == UO_AddrOf)
        return address(ref, *unary);
      hazard("RP209", name_ + " is dereferenced or changed", ref.getBeginLoc());
      return;
    }
    if (isCondition(parent, child))
      return add(UseRole::Test, ref, nullptr, parent);
    if (llvm::isa<ReturnStmt>(parent)) {
      if (isOwner_) // `return conn.get();`, `return *conn;`
        return hazard("RP211", "what " + name_ + " holds is returned to the caller",
                      ref.getBeginLoc());
      return returned(ref, *parent);
    }
    if (const auto *decl = llvm::dyn_cast<DeclStmt>(parent)) {
      if (isField() && secondName(*decl, *child))
        return;
      hazard("RP209", name_ + " gets a second name", ref.getBeginLoc());
      return;
    }
    if (llvm::isa<InitListExpr>(parent)) {
      hazard("RP202", name_ + " is stored in an aggregate", ref.getBeginLoc());
      return;
    }
    if (const auto *end = llvm::dyn_cast<CXXDeleteExpr>(parent)) {
      if (isOwner_ || !driver_.handleIsObject || end->isArrayForm())
        return hazard("RP204", name_ + " is deleted", ref.getBeginLoc());
      return add(UseRole::Close, ref, nullptr, end);
    }
    if (llvm::isa<CompoundStmt>(parent))
      return; // `conn;` does nothing
    if (llvm::isa<ParenListExpr, CXXUnresolvedConstructExpr>(parent)) {
      hazard("RP402", name_ + " is used inside a template", ref.getBeginLoc());
      return;
    }
    hazard("RP209", name_ + " is used in a way that repool does not know", ref.getBeginLoc());
  }

  bool isField() const { return handle_.form == HandleExpr::Form::Field; }

  /// `PGconn *conn = ctx->conn;`: what is done with the local is done with the field.
  bool secondName(const DeclStmt &statement, const Stmt &init) {
    for (const Decl *decl : statement.decls())
      if (const auto *var = llvm::dyn_cast<VarDecl>(decl);
          var && var->getInit() == &init && var->hasLocalStorage() &&
          index_.handle(var->getType()) == &driver_ && var->getType()->isPointerType()) {
        UsesOfVariable other = classifyUses(*var, driver_, callable_, map_, index_, {});
        auto take = [](auto &from, auto &to) { to.insert(to.end(), from.begin(), from.end()); };
        take(other.uses, result_.uses);
        take(other.hazards, result_.hazards);
        take(other.passed, result_.passed);
        take(other.sql, result_.sql);
        take(other.handOvers, result_.handOvers);
        result_.executes |= other.executes;
        return true;
      }
    return false;
  }

  static bool isCondition(const Stmt *parent, const Stmt *child) {
    if (const auto *s = llvm::dyn_cast<IfStmt>(parent))
      return s->getCond() == child;
    if (const auto *s = llvm::dyn_cast<WhileStmt>(parent))
      return s->getCond() == child;
    if (const auto *s = llvm::dyn_cast<ForStmt>(parent))
      return s->getCond() == child;
    if (const auto *s = llvm::dyn_cast<DoStmt>(parent))
      return s->getCond() == child;
    if (const auto *s = llvm::dyn_cast<ConditionalOperator>(parent))
      return s->getCond() == child;
    return false;
  }

  void binary(const Expr &ref, const BinaryOperator &op, const Stmt *child) {
    if (op.isEqualityOp() || op.isLogicalOp())
      return add(UseRole::Test, ref, nullptr, &op);
    if (op.getOpcode() == BO_Comma)
      return;
    if (op.getOpcode() != BO_Assign) {
      hazard("RP209", name_ + " takes part in arithmetic", ref.getBeginLoc());
      return;
    }
    if (op.getLHS() == child) {
      if (fills(op.getRHS()))
        return add(UseRole::Birth, ref, nullptr, &op);
      const VarDecl *var = variableOf(handle_);
      if (const CallExpr *maker = var ? makerCall(op.getRHS(), driver_) : nullptr;
          maker && makesOwn(*maker, *var, map_, index_))
        return add(UseRole::Made, ref, maker, maker);
      if (op.getRHS()->IgnoreParenCasts()->isNullPointerConstant(
              map_.ast(), Expr::NPC_ValueDependentIsNull) != Expr::NPCK_NotNull)
        return add(UseRole::Clear, ref, nullptr, &op);
      if (isField()) // closing what the pool does not know does no harm
        return;
      hazard("RP209", name_ + " is assigned something that repool did not see opened",
             ref.getBeginLoc());
      return;
    }
    stored(*op.getLHS()->IgnoreParenImpCasts(), ref, op);
  }

  const FunctionDecl *returnsHandle() const {
    return !callable_.isLambda && callable_.decl &&
                   returnedDriver(*callable_.decl, index_) == &driver_
               ? callable_.decl
               : nullptr;
  }

  /// The handle goes on living in \p to; the hazard of the same place stays until that is followed.
  void handOver(std::optional<HandOver> to, const Expr &ref, const Stmt &event) {
    if (!to)
      return;
    if (auto span = map_.span(ref.getSourceRange()))
      to->expr = *span;
    result_.handOvers.push_back(std::move(*to));
    add(UseRole::HandOver, ref, nullptr, &event);
  }

  void handOut(const Expr &lhs, const Expr &ref, const Stmt &event) {
    if (isOwner_) // what `conn.get()` gives is lent: the smart pointer still ends it
      return;
    const auto *to = llvm::dyn_cast<DeclRefExpr>(lhs.IgnoreParenImpCasts());
    if (const auto *parameter = to ? llvm::dyn_cast<ParmVarDecl>(to->getDecl()) : nullptr;
        parameter && pointeeDriver(parameter->getType(), index_) == &driver_)
      handOver(pointeeOf(*parameter, map_, ref.getBeginLoc()), ref, event);
  }

  void stored(const Expr &lhs, const Expr &ref, const Stmt &event) {
    const SourceLocation at = ref.getBeginLoc();
    if (const auto *unary = llvm::dyn_cast<UnaryOperator>(&lhs))
      handOut(*unary->getSubExpr(), ref, event);
    else
      handOut(lhs, ref, event);
    if (const auto *member = llvm::dyn_cast<MemberExpr>(&lhs)) {
      hazard("RP202",
             name_ + " is stored in '" + member->getMemberDecl()->getQualifiedNameAsString() + "'",
             at);
      if (const auto *field = llvm::dyn_cast<FieldDecl>(member->getMemberDecl());
          field && !isOwner_)
        handOver(fieldOf(*field, map_, at), ref, event);
    } else if (const auto *to = llvm::dyn_cast<DeclRefExpr>(&lhs)) {
      const auto *var = llvm::dyn_cast<VarDecl>(to->getDecl());
      const bool isGlobal = var && var->hasGlobalStorage();
      const bool isOut = var && var->getType()->isReferenceType();
      hazard(isGlobal ? "RP102"
             : isOut  ? "RP203"
                      : "RP209",
             name_ + " is stored in '" + to->getDecl()->getNameAsString() + "'", at);
    } else if (llvm::isa<UnaryOperator>(&lhs))
      hazard("RP203", name_ + " is handed out through an argument", at);
    else
      hazard("RP202", name_ + " is stored in an array or object", at);
  }

  bool fills(const Stmt *stmt) const {
    if (!stmt)
      return false;
    if (std::find(opens_.begin(), opens_.end(), stmt) != opens_.end())
      return true;
    return std::any_of(stmt->child_begin(), stmt->child_end(),
                       [&](const Stmt *child) { return fills(child); });
  }

  void address(const Expr &ref, const UnaryOperator &unary) {
    const Stmt *p = callable_.parents->getParent(&unary);
    while (p && llvm::isa<CastExpr, ParenExpr>(p))
      p = callable_.parents->getParent(p);
    if (const auto *call = llvm::dyn_cast_or_null<CallExpr>(p); call && fillsDirectly(*call))
      return add(UseRole::Birth, ref, call, call);
    if (const auto *call = llvm::dyn_cast_or_null<CallExpr>(p); call && call->getDirectCallee())
      for (unsigned i = 0; i < call->getNumArgs(); ++i)
        if (call->getArg(i)->IgnoreParenCasts() == &unary &&
            i < call->getDirectCallee()->getNumParams() &&
            pointeeDriver(call->getDirectCallee()->getParamDecl(i)->getType(), index_) == &driver_)
          return pass(ref, *call->getDirectCallee(), i, *call); // `create_tables(&db)`
    hazard("RP209", "the address of " + name_ + " is taken", ref.getBeginLoc());
  }

  bool fillsDirectly(const CallExpr &call) const {
    return std::find(opens_.begin(), opens_.end(), &call) != opens_.end();
  }

  static std::optional<unsigned> indexOf(const CallExpr &call, const Stmt *child) {
    for (unsigned i = 0; i < call.getNumArgs(); ++i)
      if (call.getArg(i) == child)
        return i;
    return std::nullopt;
  }

  void argument(const Expr &ref, const CallExpr &call, const Stmt *child) {
    const FunctionDecl *callee = call.getDirectCallee();
    const auto index = indexOf(call, child);
    if (!callee || !index) {
      if (llvm::isa<UnresolvedLookupExpr, CXXDependentScopeMemberExpr>(
              call.getCallee()->IgnoreParenImpCasts()))
        hazard("RP402", name_ + " is passed on inside a template", ref.getBeginLoc());
      else
        hazard("RP206", name_ + " is passed to a function that repool cannot name",
               ref.getBeginLoc());
      return;
    }
    if (fillsDirectly(call) && *index < callee->getNumParams() &&
        pointeeDriver(callee->getParamDecl(*index)->getType(), index_) == &driver_)
      return add(UseRole::Birth, ref, &call, &call); // `open_db(path, db)` with `sqlite3 *&db`
    const std::string qualified = callee->getQualifiedNameAsString();
    if (auto known = callee->getIdentifier() ? index_.function(qualified) : std::nullopt;
        known && known->driver == &driver_ &&
        (known->role != CallRole::Borrow || !map_.inProject(callee->getLocation())))
      return driverCall(ref, call, *known);
    if (qualified == "std::move" || qualified == "std::forward" || qualified == "std::swap") {
      hazard("RP210", name_ + " is moved or swapped away", ref.getBeginLoc());
      return;
    }
    if (index_.library(*callee) == &driver_ && !map_.inProject(callee->getLocation())) {
      result_.executes = true;
      return add(UseRole::Execute, ref, &call, &ref);
    }
    pass(ref, *callee, *index, call);
  }

  void pass(const Expr &ref, const FunctionDecl &callee, unsigned index, const CallExpr &call) {
    const std::string qualified = callee.getQualifiedNameAsString();
    const auto *method = llvm::dyn_cast<CXXMethodDecl>(&callee);
    if (index >= callee.getNumParams() || (method && method->isVirtual()) ||
        !map_.inProject(callee.getLocation())) {
      hazard("RP206", name_ + " is passed to '" + qualified + "', whose body was not seen",
             ref.getBeginLoc());
      return;
    }
    handOn(ref, callee, index);
    add(UseRole::Execute, ref, &call, &ref);
  }

  void handOn(const Expr &ref, const FunctionDecl &callee, unsigned index) {
    const FunctionDecl *pattern = callee.getTemplateInstantiationPattern();
    result_.passed.push_back({usrOf(pattern ? *pattern : callee, map_), index,
                              callee.getQualifiedNameAsString(), map_.place(ref.getBeginLoc()),
                              callee.hasBody()});
  }

  /// A statement that is handed out or never finalized lives on the connection after its close.
  void derivedObject(const CallExpr &call) {
    const llvm::StringRef name = call.getDirectCallee()->getName();
    for (const DerivedSpec &spec : driver_.derived) {
      if (spec.maker != name || spec.outArgument >= static_cast<int>(call.getNumArgs()))
        continue;
      const VarDecl *object = spec.outArgument < 0 ? receiver(call) : outVariable(call, spec);
      if (!object || !object->hasLocalStorage() || llvm::isa<ParmVarDecl>(object))
        hazard("RP211", "what '" + spec.maker + "' makes is handed out", call.getBeginLoc());
      else if (!ends(callable_.body, *object, spec.ender))
        hazard("RP211",
               "what '" + spec.maker + "' makes is not ended by '" + spec.ender +
                   "' in this function",
               call.getBeginLoc());
    }
  }

  static const VarDecl *outVariable(const CallExpr &call, const DerivedSpec &spec) {
    const Expr *out = call.getArg(static_cast<unsigned>(spec.outArgument))->IgnoreParenCasts();
    const auto *address = llvm::dyn_cast<UnaryOperator>(out);
    return address ? variable(*address->getSubExpr()) : nullptr;
  }

  /// The variable that the result of \p call is stored in.
  const VarDecl *receiver(const CallExpr &call) const {
    const Stmt *parent = parentPastCasts(*callable_.parents, &call);
    while (llvm::isa_and_nonnull<ExplicitCastExpr>(parent))
      parent = parentPastCasts(*callable_.parents, llvm::cast<Expr>(parent));
    if (const auto *op = llvm::dyn_cast_or_null<BinaryOperator>(parent);
        op && op->getOpcode() == BO_Assign)
      return variable(*op->getLHS());
    if (const auto *decl = llvm::dyn_cast_or_null<DeclStmt>(parent))
      for (const Decl *d : decl->decls())
        if (const auto *var = llvm::dyn_cast<VarDecl>(d);
            var && var->getInit() && var->getInit()->IgnoreParenCasts() == &call)
          return var;
    return nullptr;
  }

  static const VarDecl *variable(const Expr &expr) {
    const auto *ref = llvm::dyn_cast<DeclRefExpr>(expr.IgnoreParenCasts());
    return ref ? llvm::dyn_cast<VarDecl>(ref->getDecl()) : nullptr;
  }

  /// Some call below \p stmt hands \p object to \p ender.
  static bool ends(const Stmt *stmt, const ValueDecl &object, llvm::StringRef ender) {
    if (!stmt)
      return false;
    if (const auto *call = llvm::dyn_cast<CallExpr>(stmt); call && call->getNumArgs() > 0)
      if (const FunctionDecl *callee = call->getDirectCallee();
          callee && callee->getIdentifier() && callee->getName() == ender)
        if (const auto *ref = llvm::dyn_cast<DeclRefExpr>(call->getArg(0)->IgnoreParenImpCasts()))
          return ref->getDecl() == &object;
    return std::any_of(stmt->child_begin(), stmt->child_end(),
                       [&](const Stmt *child) { return ends(child, object, ender); });
  }

  void driverCall(const Expr &ref, const CallExpr &call, const DriverCall &known) {
    derivedObject(call);
    if (known.interiorText)
      interior(call);
    switch (known.role) {
    case CallRole::Open:
      if (fillsDirectly(call) && known.driver->opens[known.index].by == OpenBy::Handle)
        return add(UseRole::Birth, ref, &call, &call);
      hazard("RP209", name_ + " is used in another open", ref.getBeginLoc());
      return;
    case CallRole::Make:
      if (isValue_)
        return add(UseRole::Made, ref, &call, &call);
      if (isOwnAssignment(call)) // `conn = mysql_init(conn)`
        return add(UseRole::Inspect, ref, &call, &ref);
      hazard("RP209", name_ + " is made anew in place", ref.getBeginLoc());
      return;
    case CallRole::Set:
      optionSet(call, known.driver->setters[known.index]);
      return add(UseRole::Inspect, ref, &call, &ref);
    case CallRole::Close:
      return add(UseRole::Close, ref, &call, &call);
    case CallRole::Test:
      return add(UseRole::Test, ref, &call, &ref);
    case CallRole::Inspect:
      return add(UseRole::Inspect, ref, &call, &ref);
    case CallRole::Execute:
      sqlArgument(call, known.driver->executes[known.index].textArgument);
      break;
    case CallRole::Hazard: {
      const HazardSpec &spec = known.driver->hazards[known.index];
      hazard(spec.code.c_str(), "'" + spec.name + "' " + spec.what, call.getBeginLoc());
      break;
    }
    case CallRole::Borrow:
      break;
    }
    result_.executes = true;
    add(UseRole::Execute, ref, &call, &ref);
  }

  bool isOwnAssignment(const CallExpr &call) const {
    const Stmt *parent = parentPastCasts(*callable_.parents, &call);
    const auto *op = llvm::dyn_cast_or_null<BinaryOperator>(parent);
    return op && op->getOpcode() == BO_Assign && handle_.is(op->getLHS());
  }

  /// `mysql_options(conn, MYSQL_OPT_RECONNECT, &on)`: not every option can be pooled.
  void optionSet(const CallExpr &call, const SetterSpec &setter) {
    const auto index = static_cast<unsigned>(setter.optionArgument);
    if (setter.optionArgument < 0 || index >= call.getNumArgs())
      return;
    const auto *ref = llvm::dyn_cast<DeclRefExpr>(call.getArg(index)->IgnoreParenCasts());
    const auto *option = ref ? llvm::dyn_cast<EnumConstantDecl>(ref->getDecl()) : nullptr;
    if (!option)
      return hazard("RP217", "'" + setter.name + "' sets an option that is not named here",
                    call.getBeginLoc());
    for (const HazardSpec &unfit : setter.unfit)
      if (option->getName() == unfit.name)
        hazard(unfit.code.c_str(), "'" + unfit.name + "' " + unfit.what, call.getBeginLoc());
  }

  /// `strstr(PQerrorMessage(conn), "starting up")`: the pool words a failed borrow in its own way.
  static bool isComparison(const CallExpr &call) {
    const FunctionDecl *callee = call.getDirectCallee();
    if (!callee || !callee->getIdentifier())
      return false;
    const llvm::StringRef name = callee->getName();
    return name.starts_with("strstr") || name.starts_with("strcasestr") ||
           name.contains("strcmp") || name.contains("strncmp") || name.contains("strcasecmp") ||
           name.contains("strncasecmp");
  }

  /// `return PQerrorMessage(conn)`: the text dies with the handle.
  void interior(const CallExpr &call) {
    const Stmt *parent = parentPastCasts(*callable_.parents, &call);
    const auto *outer = llvm::dyn_cast_or_null<CallExpr>(parent);
    if (const auto &errors = driver_.errorTexts;
        outer && isComparison(*outer) &&
        std::find(errors.begin(), errors.end(), call.getDirectCallee()->getName()) != errors.end())
      hazard("RP214", "the text of '" + call.getDirectCallee()->getNameAsString() + "' is compared",
             call.getBeginLoc());
    while (parent && llvm::isa<ConditionalOperator>(parent))
      parent = parentPastCasts(*callable_.parents, parent);
    const auto *op = llvm::dyn_cast_or_null<BinaryOperator>(parent);
    const bool keeps = op && op->getOpcode() == BO_Assign &&
                       op->getLHS()->getType()->isPointerType() && !isLocal(*op->getLHS());
    const bool returns = llvm::isa_and_nonnull<ReturnStmt>(parent) &&
                         callable_.decl->getReturnType()->isPointerType();
    if (keeps || returns)
      hazard("RP211",
             "the text of '" + call.getDirectCallee()->getNameAsString() +
                 "' outlives the connection",
             call.getBeginLoc());
  }

  static bool isLocal(const Expr &expr) {
    const auto *ref = llvm::dyn_cast<DeclRefExpr>(expr.IgnoreParenImpCasts());
    const auto *var = ref ? llvm::dyn_cast<VarDecl>(ref->getDecl()) : nullptr;
    return var && var->hasLocalStorage() && !llvm::isa<ParmVarDecl>(var);
  }

  void sqlArgument(const CallExpr &call, int index) {
    if (index < 0 || static_cast<unsigned>(index) >= call.getNumArgs())
      return;
    sqlText(*call.getArg(static_cast<unsigned>(index)));
  }

  void sqlText(const Expr &expr) {
    DependentSql statement;
    addStatement(statement, expr, name_, callable_, map_);
    std::move(statement.hazards.begin(), statement.hazards.end(),
              std::back_inserter(result_.hazards));
    std::move(statement.texts.begin(), statement.texts.end(), std::back_inserter(result_.sql));
  }

  /// The only string literal in \p expr, past conversions to std::string and their like.
  static const StringLiteral *literalIn(const Expr &expr) {
    const Expr *e = expr.IgnoreParenImpCasts();
    if (const auto *literal = llvm::dyn_cast<StringLiteral>(e))
      return literal->isOrdinary() ? literal : nullptr;
    if (const auto *made = llvm::dyn_cast<CXXConstructExpr>(e); made && made->getNumArgs() > 0)
      return literalIn(*made->getArg(0));
    if (const auto *temporary = llvm::dyn_cast<MaterializeTemporaryExpr>(e))
      return literalIn(*temporary->getSubExpr());
    if (const auto *bound = llvm::dyn_cast<CXXBindTemporaryExpr>(e))
      return literalIn(*bound->getSubExpr());
    return nullptr;
  }

  void member(const Expr &ref, const MemberExpr &member) {
    const Stmt *parent = parentPastCasts(*callable_.parents, &member);
    const auto *call = llvm::dyn_cast_or_null<CallExpr>(parent);
    const ValueDecl *decl = member.getMemberDecl();
    if (!llvm::isa<CXXMethodDecl>(decl)) {
      hazard("RP209", "a field of " + name_ + " is used", ref.getBeginLoc());
      return;
    }
    const std::string method = decl->getDeclName().getAsString();
    const DriverCall known = index_.method(driver_, method);
    if (known.interiorText && call)
      interior(*call);
    switch (known.role) {
    case CallRole::Close:
      hazard("RP304", name_ + " is closed by '" + method + "' before the end of its scope",
             ref.getBeginLoc());
      return;
    case CallRole::Test:
      // On an object that is deleted it is a use like any other.
      return add(ref.getType()->isPointerType() ? UseRole::Inspect : UseRole::Test, ref, call,
                 &ref);
    case CallRole::Inspect:
      return add(UseRole::Inspect, ref, call, &ref);
    case CallRole::Hazard: {
      const HazardSpec &spec = driver_.hazards[known.index];
      hazard(spec.code.c_str(), "'" + method + "' " + spec.what, ref.getBeginLoc());
      break;
    }
    case CallRole::Execute:
      if (call)
        sqlArgument(*call, driver_.executes[known.index].textArgument);
      break;
    case CallRole::Open:
    case CallRole::Make:
    case CallRole::Set:
    case CallRole::Borrow:
      break;
    }
    result_.executes = true;
    add(UseRole::Execute, ref, call, &ref);
  }

  /// `pqxx::work tx(conn)`: fine while the object is a local or a temporary of one expression.
  void constructed(const Expr &ref, const CXXConstructExpr &made, const Stmt *child) {
    const CXXConstructorDecl *ctor = made.getConstructor();
    if (index_.handle(made.getType()) == &driver_ || ctor->isCopyOrMoveConstructor()) {
      const Stmt *parent = parentPastCasts(*callable_.parents, &made);
      if (!isOwner_ && llvm::isa_and_nonnull<ReturnStmt>(parent)) // `return conn;`
        return returned(ref, *parent);
      hazard("RP210", name_ + " is copied or moved", ref.getBeginLoc());
      return;
    }
    const bool ofLibrary =
        index_.library(*ctor) == &driver_ && !map_.inProject(ctor->getLocation());
    if (!ofLibrary) {
      for (unsigned i = 0; i < made.getNumArgs(); ++i)
        if (made.getArg(i) == child && i < ctor->getNumParams() &&
            map_.inProject(ctor->getLocation()))
          return handOn(ref, *ctor, i), add(UseRole::Execute, ref, nullptr, &ref);
      hazard("RP206",
             name_ + " is passed to '" + ctor->getQualifiedNameAsString() +
                 "', whose body was not seen",
             ref.getBeginLoc());
      return;
    }
    const std::string type = made.getType().getAsString();
    if (llvm::StringRef(type).contains("notification_receiver"))
      hazard("RP105", name_ + " listens for notifications", ref.getBeginLoc());
    if (outlivesStatement(made))
      hazard("RP211", "a '" + type + "' that uses " + name_ + " outlives its block",
             ref.getBeginLoc());
    result_.executes = true;
    for (const Expr *arg : made.arguments()) // pqxx::stream_from(tx, ...), cursors with text
      if (literalIn(*arg))
        sqlText(*arg);
    add(UseRole::Execute, ref, nullptr, &ref);
  }

  /// A new-expression, a return or a member would keep the dependent object.
  bool outlivesStatement(const CXXConstructExpr &made) const {
    const Stmt *p = parentPastCasts(*callable_.parents, &made);
    while (p && llvm::isa<CXXFunctionalCastExpr, CXXConstructExpr>(p))
      p = parentPastCasts(*callable_.parents, p);
    if (!p || llvm::isa<CXXNewExpr, ReturnStmt, LambdaExpr, InitListExpr>(p))
      return true;
    if (const auto *decl = llvm::dyn_cast<DeclStmt>(p))
      for (const Decl *d : decl->decls())
        if (const auto *var = llvm::dyn_cast<VarDecl>(d); var && var->hasGlobalStorage())
          return true;
    return false;
  }

  const HandleExpr &handle_;
  const DriverSpec &driver_;
  const Callable &callable_;
  const SourceMap &map_;
  const DriverIndex &index_;
  const std::vector<const Expr *> &opens_;
  std::string name_;
  bool isValue_;
  bool isOwner_; ///< a smart pointer, not the handle itself
  UsesOfVariable result_;
};

} // namespace

UsesOfVariable classifyUses(const HandleExpr &handle, const DriverSpec &driver,
                            const Callable &callable, const SourceMap &map,
                            const DriverIndex &index, const std::vector<const Expr *> &opens) {
  return Classifier(handle, driver, callable, map, index, opens).run();
}

} // namespace repool
