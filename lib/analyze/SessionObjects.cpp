#include "analyze/SessionObjects.h"

#include "clang/AST/DeclCXX.h"

#include <algorithm>

namespace repool {

using namespace clang;

namespace {

bool contains(const std::vector<std::string> &names, const std::string &name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool isException(const CXXRecordDecl &record) {
  if (record.isInStdNamespace() && record.getIdentifier() && record.getName() == "exception")
    return true;
  if (!record.hasDefinition())
    return false;
  return std::any_of(record.getDefinition()->bases_begin(), record.getDefinition()->bases_end(),
                     [](const CXXBaseSpecifier &base) {
                       const auto *parent = base.getType()->getAsCXXRecordDecl();
                       return parent && isException(*parent);
                     });
}

} // namespace

bool isSessionObject(QualType type, const DriverSpec &driver, const DriverIndex &index) {
  if (!driver.handleIsObject || index.handle(type) == &driver)
    return false;
  type = type.getNonReferenceType();
  if (type->isPointerType())
    type = type->getPointeeType();
  const auto *record = type->getAsCXXRecordDecl();
  return record && record->getIdentifier() && index.library(*record) == &driver &&
         !isLibraryValue(*record, driver);
}

bool isLibraryValue(const CXXRecordDecl &record, const DriverSpec &driver) {
  return contains(driver.valueTypes, record.getQualifiedNameAsString()) || isException(record);
}

bool isSessionScope(QualType type, const DriverSpec &driver) {
  const auto *record = type->getAsCXXRecordDecl();
  return record && contains(driver.sessionScopes, record->getQualifiedNameAsString());
}

} // namespace repool
