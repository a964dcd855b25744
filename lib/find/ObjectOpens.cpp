#include "find/ObjectOpens.h"

#include "find/HeapOpens.h"
#include "find/Parents.h"

#include <algorithm>

namespace repool {

using namespace clang;

namespace {

/// `soci::session sql(pool);` borrows already.
bool isFromPool(const CXXConstructExpr &made, const DriverSpec &driver) {
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
const Expr *whatIsInBraces(const Expr &init, const DriverIndex &index) {
  const auto *list = llvm::dyn_cast<InitListExpr>(init.IgnoreImplicit());
  return list && list->getNumInits() == 1 &&
                 index.handleClass(list->getInit(0)->getType()->getAsCXXRecordDecl()).driver
             ? list->getInit(0)
             : &init;
}

bool isOtherPolicy(const CXXRecordDecl *record) {
  const auto *special = llvm::dyn_cast<ClassTemplateSpecializationDecl>(record);
  if (!special || special->getTemplateArgs().size() != 1)
    return false;
  const auto *policy = special->getTemplateArgs()[0].getAsType()->getAsCXXRecordDecl();
  return policy && policy->getName() != "connect_direct";
}

} // namespace

const CXXConstructExpr *construction(const Expr *init) {
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

bool addObject(OpenScope &scope, const VarDecl &var, llvm::function_ref<void(const Stmt *)> walk) {
  if (var.getType()->isReferenceType() || llvm::isa<ParmVarDecl>(var) ||
      var.isExceptionVariable() || !var.isThisDeclarationADefinition())
    return false;
  const auto *record = var.getType()->getAsCXXRecordDecl();
  const auto match = scope.index.handleClass(record);
  if (!match.driver)
    return false;
  const Expr *init = var.getInit() ? whatIsInBraces(*var.getInit(), scope.index) : nullptr;
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
                 .kind = kindOfVariable(var, true),
                 .expr = made ? static_cast<const Expr *>(made) : init,
                 .var = &var,
                 .location = var.getLocation(),
                 .destination = "'" + var.getNameAsString() + "'",
                 .derivedClass = match.derived};
  open.otherPolicy = !match.derived && isOtherPolicy(record);
  scope.add(std::move(open));
  if (const Expr *whole = made ? made : init)
    for (const Stmt *child : whole->children())
      walk(child);
  return true;
}

void addTemporary(OpenScope &scope, const CXXConstructExpr &made, const VarDecl *global) {
  const auto match = scope.index.handleClass(made.getConstructor()->getParent());
  if (!match.driver || made.getConstructor()->isCopyOrMoveConstructor() ||
      isFromPool(made, *match.driver))
    return;
  const Stmt *parent = scope.callable ? parentPastCasts(*scope.callable->parents, &made) : nullptr;
  if (const auto *heap = llvm::dyn_cast_or_null<CXXNewExpr>(parent); heap && !match.derived)
    if (addNew(scope, *match.driver, *heap, global))
      return;
  Destination to =
      scope.callable ? destinationOf(&made, *scope.callable->parents, scope.index) : Destination{};
  if (parent && llvm::isa<CXXConstructExpr>(parent) && to.kind == HandleKind::Heap)
    to.kind = HandleKind::Temporary;
  if (made.getType()->isArrayType() && to.kind != HandleKind::Heap)
    to = {HandleKind::Member, nullptr, "an array"};
  scope.add({.driver = match.driver,
             .opener = match.driver->leaseType,
             .kind = to.kind,
             .expr = &made,
             .location = made.getBeginLoc(),
             .destination = to.text,
             .derivedClass = match.derived});
}

} // namespace repool
