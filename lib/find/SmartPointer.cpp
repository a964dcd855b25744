#include "find/SmartPointer.h"

#include "clang/AST/DeclTemplate.h"
#include "find/Parents.h"

namespace repool {

using namespace clang;

namespace {

const ClassTemplateSpecializationDecl *standard(QualType type, llvm::StringRef name) {
  const auto *record =
      llvm::dyn_cast_or_null<ClassTemplateSpecializationDecl>(type->getAsCXXRecordDecl());
  return record && record->isInStdNamespace() && record->getIdentifier() &&
                 record->getName() == name
             ? record
             : nullptr;
}

QualType argument(const ClassTemplateSpecializationDecl &record, unsigned index) {
  const TemplateArgumentList &args = record.getTemplateArgs();
  return index < args.size() && args[index].getKind() == TemplateArgument::Type
             ? args[index].getAsType()
             : QualType();
}

} // namespace

SmartPointer smartPointer(QualType type, const DriverIndex &index) {
  if (type.isNull())
    return {};
  type = type.getNonReferenceType();
  const auto *unique = standard(type, "unique_ptr");
  const auto *shared = unique ? nullptr : standard(type, "shared_ptr");
  if (!unique && !shared)
    return {};
  const QualType held = argument(unique ? *unique : *shared, 0);
  const auto *tag = held.isNull() ? nullptr : held.getCanonicalType()->getAsTagDecl();
  if (!tag)
    return {};
  if (const auto *record = llvm::dyn_cast<CXXRecordDecl>(tag))
    if (const auto match = index.handleClass(record); match.driver) {
      if (match.derived)
        return {};
      if (shared)
        return {match.driver, OwnerShape::Shared};
      const bool isDefault = standard(argument(*unique, 1), "default_delete") != nullptr;
      return isDefault ? SmartPointer{match.driver, OwnerShape::Unique} : SmartPointer{};
    }
  const DriverSpec *driver = index.handle(held);
  return driver && !driver->handleIsObject ? SmartPointer{driver, OwnerShape::Deleter}
                                           : SmartPointer{};
}

const Expr *dereferenced(const Expr &pointer, const ParentMap &parents) {
  const Stmt *child = nullptr;
  const Stmt *parent = parentPastCasts(parents, &pointer, &child);
  if (const auto *unary = llvm::dyn_cast_or_null<UnaryOperator>(parent))
    return unary->getOpcode() == UO_Deref && unary->getType()->isRecordType() ? unary : nullptr;
  if (const auto *op = llvm::dyn_cast_or_null<CXXOperatorCallExpr>(parent))
    return (op->getOperator() == OO_Star || op->getOperator() == OO_Arrow) &&
                   op->getNumArgs() == 1 && op->getArg(0) == child
               ? op
               : nullptr;
  const auto *member = llvm::dyn_cast_or_null<MemberExpr>(parent);
  const auto *method = member ? llvm::dyn_cast<CXXMethodDecl>(member->getMemberDecl()) : nullptr;
  if (!method || !method->getIdentifier() || method->getName() != "get" ||
      !method->getParent()->isInStdNamespace())
    return nullptr;
  return llvm::dyn_cast_or_null<CXXMemberCallExpr>(parentPastCasts(parents, member));
}

} // namespace repool
