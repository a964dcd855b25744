#include "find/FindOpens.h"

#include "clang/AST/ExprCXX.h"
#include "find/ProjectVisitor.h"
#include "find/SmartPointer.h"

#include <algorithm>

namespace repool {

using namespace clang;

namespace {

struct Destination {
  HandleKind kind = HandleKind::Unknown;
  const VarDecl *var = nullptr;
  std::string text;
  const ValueDecl *owner = nullptr; ///< the field or the parameter
};

bool isTransparent(const Stmt *stmt) {
  return llvm::isa<ParenExpr, ImplicitCastExpr, ExprWithCleanups, MaterializeTemporaryExpr,
                   CXXBindTemporaryExpr, ConstantExpr, SubstNonTypeTemplateParmExpr>(stmt);
}

HandleKind kindOf(const VarDecl &var, bool object) {
  if (var.hasGlobalStorage())
    return HandleKind::Global;
  return object ? HandleKind::LocalObject : HandleKind::LocalPointer;
}

/// Where a pointer is stored by `lhs = ...` or through `&lhs`.
Destination placeOf(const Expr *lhs) {
  lhs = plain(lhs);
  if (const auto *ref = llvm::dyn_cast<DeclRefExpr>(lhs)) {
    const auto *var = llvm::dyn_cast<VarDecl>(ref->getDecl());
    if (!var)
      return {};
    const std::string name = "'" + var->getNameAsString() + "'";
    // A pointer parameter that the function fills itself is a local of it.
    if (var->getType()->isReferenceType() ||
        (llvm::isa<ParmVarDecl>(var) && !var->getType()->isPointerType()))
      return {HandleKind::OutParameter, var, name, var};
    return {kindOf(*var, false), var, name};
  }
  if (const auto *member = llvm::dyn_cast<MemberExpr>(lhs)) {
    const auto *var = llvm::dyn_cast<VarDecl>(member->getMemberDecl());
    const std::string name = "'" + member->getMemberDecl()->getQualifiedNameAsString() + "'";
    return {var ? HandleKind::Global : HandleKind::Member, var, name, member->getMemberDecl()};
  }
  if (const auto *unary = llvm::dyn_cast<UnaryOperator>(lhs);
      unary && unary->getOpcode() == UO_Deref) {
    const auto *ref = llvm::dyn_cast<DeclRefExpr>(unary->getSubExpr()->IgnoreParenImpCasts());
    return {HandleKind::OutParameter, nullptr, "an out-parameter", ref ? ref->getDecl() : nullptr};
  }
  if (llvm::isa<ArraySubscriptExpr>(lhs))
    return {HandleKind::Member, nullptr, "an array"};
  return {};
}

/// `owner.reset(value)`: the owner.
const Expr *resetBy(const Stmt &stmt, const Stmt *value) {
  const auto *call = llvm::dyn_cast<CXXMemberCallExpr>(&stmt);
  const CXXMethodDecl *method = call ? call->getMethodDecl() : nullptr;
  const bool isReset = method && method->getIdentifier() && method->getName() == "reset" &&
                       method->getParent()->isInStdNamespace() && call->getNumArgs() > 0 &&
                       call->getArg(0) == value;
  return isReset ? call->getImplicitObjectArgument() : nullptr;
}

/// Where the value of \p expr goes.
Destination destinationOf(const Expr *expr, const ParentMap &parents, const DriverIndex &index) {
  const Stmt *child = expr;
  for (const Stmt *p = parents.getParent(expr); p; child = p, p = parents.getParent(p)) {
    if (isTransparent(p) ||
        llvm::isa<ConditionalOperator, CStyleCastExpr, CXXStaticCastExpr, CXXFunctionalCastExpr>(p))
      continue;
    if (const auto *op = llvm::dyn_cast<BinaryOperator>(p)) {
      if (op->getOpcode() == BO_Assign && op->getRHS() == child)
        return placeOf(op->getLHS());
      if (op->getOpcode() == BO_Comma)
        continue;
      return {HandleKind::Temporary, nullptr, ""};
    }
    if (const auto *decl = llvm::dyn_cast<DeclStmt>(p)) {
      for (const Decl *d : decl->decls())
        if (const auto *var = llvm::dyn_cast<VarDecl>(d); var && var->getInit() == child)
          return {kindOf(*var, false), var, "'" + var->getNameAsString() + "'"};
      return {};
    }
    if (llvm::isa<ReturnStmt>(p))
      return {HandleKind::Returned, nullptr, ""};
    if (llvm::isa<CXXNewExpr>(p))
      return {HandleKind::Heap, nullptr, "new"};
    if (const auto *list = llvm::dyn_cast<InitListExpr>(p)) {
      if (list->getNumInits() == 1 && list->getType()->getAsCXXRecordDecl() &&
          index.handleClass(list->getType()->getAsCXXRecordDecl()).driver)
        continue; // `pqxx::connection conn{connect()}`
      return {HandleKind::Member, nullptr, "an aggregate"};
    }
    if (const auto *op = llvm::dyn_cast<CXXOperatorCallExpr>(p))
      return op->getOperator() == OO_Equal && op->getNumArgs() == 2 && op->getArg(1) == child &&
                     smartPointer(op->getArg(0)->getType(), index).driver
                 ? placeOf(op->getArg(0))
                 : Destination{HandleKind::Temporary, nullptr, ""};
    if (const Expr *owner = resetBy(*p, child))
      return placeOf(owner);
    if (const auto *made = llvm::dyn_cast<CXXConstructExpr>(p)) {
      if (made->getNumArgs() > 0 && made->getArg(0) == child &&
          (smartPointer(made->getType(), index).driver ||
           index.handleClass(made->getType()->getAsCXXRecordDecl()).driver))
        continue; // the smart pointer around it, or the move that returns it
      return {HandleKind::Heap, nullptr, "'" + made->getType().getAsString() + "'"};
    }
    return {HandleKind::Temporary, nullptr, ""};
  }
  return {HandleKind::Member, nullptr, "a member"}; // a member or base initialiser has no parent
}

class Finder {
public:
  Finder(const SourceMap &map, const DriverIndex &index, std::vector<FoundOpen> &out)
      : map_(map), index_(index), out_(out) {}

  void callable(const Callable &callable) {
    callable_ = &callable;
    walk(callable.body);
    if (const auto *ctor = llvm::dyn_cast<CXXConstructorDecl>(callable.decl))
      for (const CXXCtorInitializer *init : ctor->inits())
        if (init->isWritten() || isUnspelledConnection(*init))
          initializer(*init);
    callable_ = nullptr;
  }

  /// A variable or field outside any body.
  void scopeVariable(const VarDecl &var) {
    if (!object(var) && var.getInit())
      walk(var.getInit(), &var);
  }

  void field(const FieldDecl &field) {
    const auto match = index_.handleClass(field.getType()->getAsCXXRecordDecl());
    if (match.driver && field.hasInClassInitializer())
      add({.driver = match.driver,
           .opener = match.driver->leaseType,
           .kind = HandleKind::Member,
           .location = field.getLocation(),
           .destination = "'" + field.getQualifiedNameAsString() + "'",
           .derivedClass = match.derived},
          &field);
    else if (const Expr *init = field.getInClassInitializer()) {
      initialised_ = &field;
      walk(init);
      initialised_ = nullptr;
    }
  }

private:
  void add(FoundOpen open, const ValueDecl *owner = nullptr) {
    open.callable = callable_;
    open.holderType = holderType(open, owner);
    open.shape = shapeOf(open.holderType);
    if (const auto *field = llvm::dyn_cast_or_null<FieldDecl>(owner);
        field && open.kind == HandleKind::Member)
      open.to = fieldOf(*field, map_, open.location);
    if (const auto *parameter = llvm::dyn_cast_or_null<ParmVarDecl>(owner);
        parameter && callable_ && !callable_->isLambda && open.kind == HandleKind::OutParameter &&
        pointeeDriver(parameter->getType(), index_) == open.driver) {
      open.to = pointeeOf(*parameter, map_, open.location);
      open.out = parameter;
    }
    if (open.kind == HandleKind::Returned && callable_ && !callable_->isLambda &&
        returnedDriver(*callable_->decl, index_) == open.driver)
      open.to = resultOf(*callable_->decl, map_, open.location);
    out_.push_back(std::move(open));
  }

  /// A field that a constructor connects without naming it.
  bool isUnspelledConnection(const CXXCtorInitializer &init) const {
    const FieldDecl *field = init.getMember();
    return field && !field->hasInClassInitializer() &&
           index_.handleClass(field->getType()->getAsCXXRecordDecl()).driver;
  }

  /// Of the place that \p open goes to; null where that has no declaration.
  QualType holderType(const FoundOpen &open, const ValueDecl *owner) const {
    if (open.kind == HandleKind::Returned)
      return callable_ ? callable_->decl->getReturnType() : QualType();
    return owner ? owner->getType() : open.var ? open.var->getType() : QualType();
  }

  /// How an object of \p type owns the connection.
  OwnerShape shapeOf(QualType type) const {
    if (type.isNull())
      return OwnerShape::None;
    if (const SmartPointer smart = smartPointer(type, index_); smart.driver)
      return smart.shape;
    return index_.handleClass(type->getAsCXXRecordDecl()).driver ? OwnerShape::Value
                                                                 : OwnerShape::None;
  }

  void initializer(const CXXCtorInitializer &init) {
    const Expr *expr = init.isWritten() ? init.getInit() : nullptr;
    if (init.isAnyMemberInitializer()) {
      const auto match = index_.handleClass(init.getAnyMember()->getType()->getAsCXXRecordDecl());
      if (match.driver && expr && !construction(expr)) {
        initialised_ = init.getAnyMember(); // what a call gives, or another one moves here
        initializer_ = &init;
        walk(expr);
        initialised_ = nullptr;
        initializer_ = nullptr;
        return;
      }
      if (match.driver) {
        add({.driver = match.driver,
             .opener = match.driver->leaseType,
             .kind = HandleKind::Member,
             .expr = expr,
             .initializer = &init,
             .location =
                 init.isWritten() ? init.getSourceLocation() : callable_->decl->getLocation(),
             .destination = "'" + init.getAnyMember()->getQualifiedNameAsString() + "'",
             .derivedClass = match.derived},
            init.getAnyMember());
        return;
      }
    }
    if (expr && !init.isBaseInitializer()) {
      initialised_ = init.getAnyMember();
      walk(expr);
      initialised_ = nullptr;
    }
  }

  /// Where the value of \p expr goes; nothing above an initialiser says that it is a member's.
  Destination destination(const Expr *expr) const {
    Destination to = callable_ ? destinationOf(expr, *callable_->parents, index_) : Destination{};
    if (initialised_ && (to.kind == HandleKind::Member || to.kind == HandleKind::Unknown) &&
        !to.owner && handleDriver(*initialised_, index_))
      return {HandleKind::Member, nullptr, "'" + initialised_->getQualifiedNameAsString() + "'",
              initialised_};
    if (to.kind == HandleKind::LocalPointer && to.var) {
      if (smartPointer(to.var->getType(), index_).driver)
        to.kind = HandleKind::LocalOwner;
      else if (index_.handleClass(to.var->getType()->getAsCXXRecordDecl()).driver)
        to.kind = HandleKind::LocalObject;
      else if (!to.var->getType()->isPointerType())
        return {HandleKind::Heap, nullptr, "'" + to.var->getType().getAsString() + "'"};
    }
    return to;
  }

  /// `pqxx::connection conn(...)` in any spelling. True if it was one (also when it is no open: a
  /// factory's result or a copy).
  bool object(const VarDecl &var) {
    if (var.getType()->isReferenceType() || llvm::isa<ParmVarDecl>(var) ||
        var.isExceptionVariable() || !var.isThisDeclarationADefinition())
      return false;
    const auto *record = var.getType()->getAsCXXRecordDecl();
    const auto match = index_.handleClass(record);
    if (!match.driver)
      return false;
    const Expr *init = var.getInit() ? whatIsInBraces(*var.getInit()) : nullptr;
    const CXXConstructExpr *made = init ? construction(init) : nullptr;
    if (made && isFromPool(*made, *match.driver))
      return true;
    if (init && !made &&
        !llvm::isa<ParenListExpr, InitListExpr, CXXUnresolvedConstructExpr>(
            init->IgnoreUnlessSpelledInSource())) {
      walk(init); // a factory's result: no open, unless the driver calls the factory one
      return true;
    }
    FoundOpen open{.driver = match.driver,
                   .opener = match.driver->leaseType,
                   .kind = kindOf(var, true),
                   .expr = made ? static_cast<const Expr *>(made) : init,
                   .var = &var,
                   .location = var.getLocation(),
                   .destination = "'" + var.getNameAsString() + "'",
                   .derivedClass = match.derived};
    open.otherPolicy = !match.derived && isOtherPolicy(record);
    add(std::move(open));
    if (made)
      walkChildren(made);
    else if (init)
      walkChildren(init);
    return true;
  }

  /// `soci::session sql(pool);` borrows already.
  static bool isFromPool(const CXXConstructExpr &made, const DriverSpec &driver) {
    const auto *record =
        made.getNumArgs() ? made.getArg(0)->getType()->getAsCXXRecordDecl() : nullptr;
    if (!record)
      return false;
    const std::string name = record->getQualifiedNameAsString();
    return std::any_of(driver.opens.begin(), driver.opens.end(), [&](const OpenSpec &open) {
      return std::find(open.poolTypes.begin(), open.poolTypes.end(), name) != open.poolTypes.end();
    });
  }

  /// `pqxx::connection conn{connect()}`: what a call gives, not arguments of a constructor.
  const Expr *whatIsInBraces(const Expr &init) const {
    const auto *list = llvm::dyn_cast<InitListExpr>(init.IgnoreImplicit());
    return list && list->getNumInits() == 1 &&
                   index_.handleClass(list->getInit(0)->getType()->getAsCXXRecordDecl()).driver
               ? list->getInit(0)
               : &init;
  }

  static bool isOtherPolicy(const CXXRecordDecl *record) {
    const auto *special = llvm::dyn_cast<ClassTemplateSpecializationDecl>(record);
    if (!special || special->getTemplateArgs().size() != 1)
      return false;
    const auto *policy = special->getTemplateArgs()[0].getAsType()->getAsCXXRecordDecl();
    return policy && policy->getName() != "connect_direct";
  }

  /// The constructor call behind elided copies and functional casts; null for a call's result.
  static const CXXConstructExpr *construction(const Expr *init) {
    init = init->IgnoreImplicit();
    while (true) {
      if (const auto *cast = llvm::dyn_cast<CXXFunctionalCastExpr>(init))
        init = cast->getSubExpr()->IgnoreImplicit();
      else if (const auto *paren = llvm::dyn_cast<ParenExpr>(init))
        init = paren->getSubExpr()->IgnoreImplicit();
      else
        break;
    }
    const auto *made = llvm::dyn_cast<CXXConstructExpr>(init);
    if (!made)
      return nullptr;
    if (made->getConstructor()->isCopyOrMoveConstructor() && made->getNumArgs() > 0)
      return construction(made->getArg(0));
    return made;
  }

  void walkChildren(const Stmt *stmt) {
    for (const Stmt *child : stmt->children())
      walk(child);
  }

  void walk(const Stmt *stmt, const VarDecl *global = nullptr) {
    if (!stmt)
      return;
    if (const auto *lambda = llvm::dyn_cast<LambdaExpr>(stmt)) {
      for (const Expr *init : lambda->capture_inits())
        walk(init);
      return;
    }
    if (const auto *decl = llvm::dyn_cast<DeclStmt>(stmt)) {
      for (const Decl *d : decl->decls())
        if (const auto *var = llvm::dyn_cast<VarDecl>(d); var && !object(*var) && var->getInit())
          walk(var->getInit());
      return;
    }
    if (const auto *call = llvm::dyn_cast<CallExpr>(stmt))
      this->call(*call, global);
    else if (const auto *made = llvm::dyn_cast<CXXConstructExpr>(stmt))
      temporary(*made, global);
    for (const Stmt *child : stmt->children())
      walk(child, global);
  }

  /// A connection object without a variable: `new`, an argument, a returned temporary.
  void temporary(const CXXConstructExpr &made, const VarDecl *global) {
    const auto match = index_.handleClass(made.getConstructor()->getParent());
    if (!match.driver || made.getConstructor()->isCopyOrMoveConstructor() ||
        isFromPool(made, *match.driver))
      return;
    const Stmt *parent = callable_ ? parentPastCasts(*callable_->parents, &made) : nullptr;
    if (const auto *heap = llvm::dyn_cast_or_null<CXXNewExpr>(parent); heap && !match.derived)
      if (const auto spec = heapForm(*match.driver); spec && isPlainNew(*heap))
        return onHeap(*match.driver, *spec, *heap, *heap, global);
    Destination to = callable_ ? destinationOf(&made, *callable_->parents, index_) : Destination{};
    if (parent && llvm::isa<CXXConstructExpr>(parent) && to.kind == HandleKind::Heap)
      to.kind = HandleKind::Temporary;
    if (made.getType()->isArrayType() && to.kind != HandleKind::Heap)
      to = {HandleKind::Member, nullptr, "an array"};
    add({.driver = match.driver,
         .opener = match.driver->leaseType,
         .kind = to.kind,
         .expr = &made,
         .location = made.getBeginLoc(),
         .destination = to.text,
         .derivedClass = match.derived});
  }

  static std::optional<std::size_t> heapForm(const DriverSpec &driver) {
    for (std::size_t i = 0; i < driver.opens.size(); ++i)
      if (driver.opens[i].by == OpenBy::New)
        return i;
    return std::nullopt;
  }

  static bool isPlainNew(const CXXNewExpr &heap) {
    return !heap.isArray() && heap.getNumPlacementArgs() == 0;
  }

  /// `new pqxx::connection(url)` and what makes a smart pointer of one. The smart pointer that is
  /// made of \p expr on the spot, `std::unique_ptr<pqxx::connection>(new ...)`, is replaced with
  /// it.
  void onHeap(const DriverSpec &driver, std::size_t spec, const Expr &expr, const Expr &made,
              const VarDecl *global) {
    Destination to =
        global ? Destination{HandleKind::Global, global, "'" + global->getNameAsString() + "'"}
               : destination(&expr);
    const Expr *whole = &expr;
    if (const Stmt *p = callable_ ? parentPastCasts(*callable_->parents, whole) : nullptr;
        p && llvm::isa<CXXConstructExpr>(p))
      if (const auto *cast = llvm::dyn_cast_or_null<CXXFunctionalCastExpr>(
              parentPastCasts(*callable_->parents, p));
          cast && smartPointer(cast->getType(), index_).driver)
        whole = cast;
    add({.driver = &driver,
         .spec = spec,
         .opener = driver.opens[spec].name,
         .kind = to.kind,
         .expr = whole,
         .made = &made,
         .var = to.var,
         .location = expr.getBeginLoc(),
         .destination = to.text},
        to.owner);
  }

  void call(const CallExpr &call, const VarDecl *global) {
    const auto name = calleeName(call);
    if (name.empty())
      return;
    if (name == "std::make_unique" || name == "std::make_shared") {
      makeSmart(call, global);
      return;
    }
    const auto known = index_.function(name);
    if (!known)
      return received(call, global);
    if (known->role != CallRole::Open)
      return;
    const OpenSpec &spec = known->driver->opens[known->index];
    Destination to;
    const Expr *handle = spec.by == OpenBy::Handle ? handleOf(call, spec) : nullptr;
    const bool inPlace = handle && !isMade(*handle, *known->driver);
    if (inPlace)
      to = connected(*handle);
    else if (!handle && spec.handleArgument >= 0)
      to = outArgument(call, static_cast<unsigned>(spec.handleArgument));
    else
      to = destination(&call);
    if (global)
      to = {HandleKind::Global, global, "'" + global->getNameAsString() + "'"};
    add({.driver = known->driver,
         .spec = known->index,
         .opener = spec.name,
         .kind = to.kind,
         .expr = &call,
         .var = to.var,
         .location = call.getBeginLoc(),
         .destination = to.text,
         .inPlace = inPlace},
        inPlace ? nullptr : to.owner);
  }

  /// What \p call connects: an argument, or the object of a method.
  static const Expr *handleOf(const CallExpr &call, const OpenSpec &spec) {
    if (spec.handleArgument == ObjectArgument) {
      const auto *method = llvm::dyn_cast<CXXMemberCallExpr>(&call);
      return method ? method->getImplicitObjectArgument() : nullptr;
    }
    const auto index = static_cast<unsigned>(spec.handleArgument);
    return index < call.getNumArgs() ? call.getArg(index) : nullptr;
  }

  /// `mysql_real_connect(mysql_init(NULL), ...)`: the result is the only name of the handle.
  bool isMade(const Expr &handle, const DriverSpec &driver) const {
    const auto *maker = llvm::dyn_cast<CallExpr>(handle.IgnoreParenImpCasts());
    const auto known = maker ? index_.function(calleeName(*maker)) : std::nullopt;
    return known && known->driver == &driver && known->role == CallRole::Make;
  }

  /// Where the handle lives that an open connects in place.
  static Destination connected(const Expr &handle) {
    const Expr *e = handle.IgnoreParenImpCasts();
    if (const auto *unary = llvm::dyn_cast<UnaryOperator>(e);
        unary && unary->getOpcode() == UO_AddrOf)
      return placeOf(unary->getSubExpr());
    if (llvm::isa<CXXThisExpr>(e))
      return {HandleKind::Member, nullptr, "an object"};
    if (llvm::isa<CallExpr>(e)) // `conn.get()`
      return {HandleKind::Heap, nullptr, "what a call gives"};
    Destination to = placeOf(e);
    if (llvm::isa_and_nonnull<ParmVarDecl>(to.var)) // the caller's, now connected
      to.kind = HandleKind::OutParameter;
    return to;
  }

  /// A call of the program's own function that returns a handle or fills an argument with one.
  void received(const CallExpr &call, const VarDecl *global) {
    const FunctionDecl *callee = call.getDirectCallee();
    if (!callee || !map_.inProject(callee->getLocation()))
      return;
    auto take = [&](const DriverSpec *driver, std::optional<HandOver> from, Destination to,
                    int argument = -1) {
      if (!driver || !from)
        return;
      if (global)
        to = {HandleKind::Global, global, "'" + global->getNameAsString() + "'"};
      add({.driver = driver,
           .opener = from->name,
           .kind = to.kind,
           .expr = &call,
           .initializer = initializer_,
           .var = to.var,
           .location = call.getBeginLoc(),
           .destination = to.text,
           .source = from->holder,
           .argument = argument},
          to.owner);
    };
    if (const DriverSpec *driver = returnedDriver(*callee, index_))
      take(driver, resultOf(*callee, map_, call.getBeginLoc()), destination(&call));
    for (unsigned i = 0; i < callee->getNumParams() && i < call.getNumArgs(); ++i)
      if (const DriverSpec *driver = pointeeDriver(callee->getParamDecl(i)->getType(), index_))
        take(driver, pointeeOf(*callee->getParamDecl(i), map_, call.getBeginLoc()),
             callee->getParamDecl(i)->getType()->isReferenceType() ? placeOf(call.getArg(i))
                                                                   : outArgument(call, i),
             static_cast<int>(i));
  }

  void makeSmart(const CallExpr &call, const VarDecl *global) {
    const FunctionDecl *callee = call.getDirectCallee();
    const auto *args = callee ? callee->getTemplateSpecializationArgs() : nullptr;
    if (!args || args->size() == 0 || args->get(0).getKind() != TemplateArgument::Type)
      return;
    const auto match = index_.handleClass(args->get(0).getAsType()->getAsCXXRecordDecl());
    const auto spec = match.driver && !match.derived ? heapForm(*match.driver) : std::nullopt;
    if (spec)
      return onHeap(*match.driver, *spec, call, call, global);
    if (match.driver)
      add({.driver = match.driver,
           .opener = match.driver->leaseType,
           .kind = HandleKind::Heap,
           .expr = &call,
           .location = call.getBeginLoc(),
           .destination = "a smart pointer",
           .derivedClass = match.derived});
  }

  static Destination outArgument(const CallExpr &call, unsigned index) {
    if (index >= call.getNumArgs())
      return {};
    const Expr *arg = plain(call.getArg(index)->IgnoreParenCasts());
    if (const auto *unary = llvm::dyn_cast<UnaryOperator>(arg);
        unary && unary->getOpcode() == UO_AddrOf) {
      Destination to = placeOf(unary->getSubExpr());
      if (to.kind == HandleKind::OutParameter && to.var && !to.var->getType()->isReferenceType())
        to.kind = HandleKind::Unknown; // a by-value parameter used as a local
      return to;
    }
    if (const auto *ref = llvm::dyn_cast<DeclRefExpr>(arg);
        ref && llvm::isa<ParmVarDecl>(ref->getDecl()))
      return {HandleKind::OutParameter, nullptr, "'" + ref->getDecl()->getNameAsString() + "'",
              ref->getDecl()};
    return {HandleKind::Unknown, nullptr, ""};
  }

  /// Qualified name of the callee; in templates the name of the only candidate.
  static std::string calleeName(const CallExpr &call) {
    if (const FunctionDecl *callee = call.getDirectCallee())
      return callee->getIdentifier() ? callee->getQualifiedNameAsString() : "";
    if (const auto *lookup =
            llvm::dyn_cast<UnresolvedLookupExpr>(call.getCallee()->IgnoreParenImpCasts()))
      if (lookup->getNumDecls() == 1)
        return (*lookup->decls_begin())->getQualifiedNameAsString();
    return "";
  }

  const SourceMap &map_;
  const DriverIndex &index_;
  std::vector<FoundOpen> &out_;
  const Callable *callable_ = nullptr;
  const FieldDecl *initialised_ = nullptr;          ///< whose initialiser is walked
  const CXXCtorInitializer *initializer_ = nullptr; ///< of a field that is the connection
};

/// Globals, static members and fields of the project's own files.
class ScopeVariables : public ProjectVisitor<ScopeVariables> {
public:
  ScopeVariables(const SourceMap &map, Finder &finder) : ProjectVisitor(map), finder_(finder) {}

  bool TraverseStmt(Stmt *) { return true; } // bodies are the callables'

  bool VisitVarDecl(VarDecl *var) {
    if (var->isFileVarDecl() || var->isStaticDataMember())
      finder_.scopeVariable(*var);
    return true;
  }

  bool VisitFieldDecl(FieldDecl *field) {
    finder_.field(*field);
    return true;
  }

private:
  Finder &finder_;
};

} // namespace

const Stmt *parentPastCasts(const ParentMap &parents, const Stmt *expr, const Stmt **child) {
  const Stmt *below = expr;
  const Stmt *p = parents.getParent(expr);
  while (p && isTransparent(p)) {
    below = p;
    p = parents.getParent(p);
  }
  if (child)
    *child = below;
  return p;
}

std::vector<FoundOpen> findOpens(const SourceMap &map, const DriverIndex &index,
                                 const std::vector<Callable> &callables) {
  std::vector<FoundOpen> found;
  Finder finder(map, index, found);
  for (const Callable &callable : callables)
    finder.callable(callable);
  ScopeVariables(map, finder).TraverseDecl(map.ast().getTranslationUnitDecl());
  return found;
}

} // namespace repool
