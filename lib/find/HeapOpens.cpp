#include "find/HeapOpens.h"

#include "find/Parents.h"
#include "find/SmartPointer.h"

namespace repool {

using namespace clang;

namespace {

std::optional<std::size_t> heapForm(const DriverSpec &driver) {
  for (std::size_t i = 0; i < driver.opens.size(); ++i)
    if (driver.opens[i].by == OpenBy::New)
      return i;
  return std::nullopt;
}

bool isPlainNew(const CXXNewExpr &heap) {
  return !heap.isArray() && heap.getNumPlacementArgs() == 0;
}

/// \p made, or what makes a smart pointer of one. The smart pointer that is made of \p expr on the
/// spot, `std::unique_ptr<pqxx::connection>(new ...)`, is replaced with it.
void onHeap(OpenScope &scope, const DriverSpec &driver, std::size_t spec, const Expr &expr,
            const Expr &made, const VarDecl *global) {
  const Destination to = global ? inGlobal(*global) : scope.destination(&expr);
  const Expr *whole = &expr;
  if (const Stmt *p = scope.callable ? parentPastCasts(*scope.callable->parents, whole) : nullptr;
      p && llvm::isa<CXXConstructExpr>(p))
    if (const auto *cast = llvm::dyn_cast_or_null<CXXFunctionalCastExpr>(
            parentPastCasts(*scope.callable->parents, p));
        cast && smartPointer(cast->getType(), scope.index).driver)
      whole = cast;
  scope.add({.driver = &driver,
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

} // namespace

bool addNew(OpenScope &scope, const DriverSpec &driver, const CXXNewExpr &heap,
            const VarDecl *global) {
  const auto spec = heapForm(driver);
  if (!spec || !isPlainNew(heap))
    return false;
  onHeap(scope, driver, *spec, heap, heap, global);
  return true;
}

void addMadeSmart(OpenScope &scope, const CallExpr &call, const VarDecl *global) {
  const FunctionDecl *callee = call.getDirectCallee();
  const auto *args = callee ? callee->getTemplateSpecializationArgs() : nullptr;
  if (!args || args->size() == 0 || args->get(0).getKind() != TemplateArgument::Type)
    return;
  const auto match = scope.index.handleClass(args->get(0).getAsType()->getAsCXXRecordDecl());
  const auto spec = match.driver && !match.derived ? heapForm(*match.driver) : std::nullopt;
  if (spec)
    return onHeap(scope, *match.driver, *spec, call, call, global);
  if (match.driver)
    scope.add({.driver = match.driver,
               .opener = match.driver->leaseType,
               .kind = HandleKind::Heap,
               .expr = &call,
               .location = call.getBeginLoc(),
               .destination = "a smart pointer",
               .derivedClass = match.derived});
}

} // namespace repool
