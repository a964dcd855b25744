#include "find/OpenScope.h"

#include "find/Holders.h"
#include "find/SmartPointer.h"

namespace repool {

using namespace clang;

namespace {

/// Of the place that \p open goes to; null where that has no declaration.
QualType holderType(const OpenScope &scope, const FoundOpen &open, const ValueDecl *owner) {
  if (open.kind == HandleKind::Returned)
    return scope.callable ? scope.callable->decl->getReturnType() : QualType();
  return owner ? owner->getType() : open.var ? open.var->getType() : QualType();
}

/// How an object of \p type owns the connection.
OwnerShape shapeOf(QualType type, const DriverIndex &index) {
  if (type.isNull())
    return OwnerShape::None;
  if (const SmartPointer smart = smartPointer(type, index); smart.driver)
    return smart.shape;
  return index.handleClass(type->getAsCXXRecordDecl()).driver ? OwnerShape::Value
                                                              : OwnerShape::None;
}

} // namespace

void OpenScope::add(FoundOpen open, const ValueDecl *owner) {
  open.callable = callable;
  open.holderType = holderType(*this, open, owner);
  open.shape = shapeOf(open.holderType, index);
  if (const auto *field = llvm::dyn_cast_or_null<FieldDecl>(owner);
      field && open.kind == HandleKind::Member)
    open.to = fieldOf(*field, map, open.location);
  if (const auto *parameter = llvm::dyn_cast_or_null<ParmVarDecl>(owner);
      parameter && callable && !callable->isLambda && open.kind == HandleKind::OutParameter &&
      pointeeDriver(parameter->getType(), index) == open.driver) {
    open.to = pointeeOf(*parameter, map, open.location);
    open.out = parameter;
  }
  if (open.kind == HandleKind::Returned && callable && !callable->isLambda &&
      returnedDriver(*callable->decl, index) == open.driver)
    open.to = resultOf(*callable->decl, map, open.location);
  found.push_back(std::move(open));
}

Destination OpenScope::destination(const Expr *expr) const {
  Destination to = callable ? destinationOf(expr, *callable->parents, index) : Destination{};
  if (initialised && (to.kind == HandleKind::Member || to.kind == HandleKind::Unknown) &&
      !to.owner && handleDriver(*initialised, index))
    return {HandleKind::Member, nullptr, "'" + initialised->getQualifiedNameAsString() + "'",
            initialised};
  if (to.kind == HandleKind::LocalPointer && to.var) {
    if (smartPointer(to.var->getType(), index).driver)
      to.kind = HandleKind::LocalOwner;
    else if (index.handleClass(to.var->getType()->getAsCXXRecordDecl()).driver)
      to.kind = HandleKind::LocalObject;
    else if (!to.var->getType()->isPointerType())
      return {HandleKind::Heap, nullptr, "'" + to.var->getType().getAsString() + "'"};
  }
  return to;
}

} // namespace repool
