#include "find/DriverIndex.h"

#include "clang/AST/DeclCXX.h"

#include <algorithm>

namespace repool {

namespace {

bool contains(const std::vector<std::string> &names, llvm::StringRef name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

template <typename Spec>
std::optional<std::size_t> indexOf(const std::vector<Spec> &specs, llvm::StringRef name) {
  for (std::size_t i = 0; i < specs.size(); ++i)
    if (specs[i].name == name)
      return i;
  return std::nullopt;
}

DriverCall classify(const DriverSpec &driver, llvm::StringRef name, CallRole otherwise) {
  DriverCall call{.driver = &driver, .role = otherwise};
  call.interiorText = contains(driver.interiorTexts, name);
  if (auto i = indexOf(driver.closes, name))
    call = {&driver, CallRole::Close, *i, false};
  else if (contains(driver.makers, name))
    call.role = CallRole::Make;
  else if (auto s = indexOf(driver.setters, name))
    call = {&driver, CallRole::Set, *s, false};
  else if (contains(driver.tests, name))
    call.role = CallRole::Test;
  else if (contains(driver.inspects, name))
    call.role = CallRole::Inspect;
  else if (auto e = indexOf(driver.executes, name))
    call = {&driver, CallRole::Execute, *e, call.interiorText};
  else if (auto h = indexOf(driver.hazards, name))
    call = {&driver, CallRole::Hazard, *h, call.interiorText};
  return call;
}

} // namespace

DriverIndex::DriverIndex(std::span<const DriverSpec> drivers) : drivers_(drivers) {
  for (const DriverSpec &driver : drivers) {
    for (const std::string &type : driver.handleTypes)
      types_[type] = &driver;
    for (std::size_t i = 0; i < driver.opens.size(); ++i)
      if (driver.opens[i].by != OpenBy::Constructor && driver.opens[i].by != OpenBy::New)
        functions_[driver.opens[i].name] = {&driver, CallRole::Open, i, false};
  }
}

std::optional<DriverCall> DriverIndex::function(llvm::StringRef qualified) const {
  if (auto it = functions_.find(qualified); it != functions_.end())
    return it->second;
  for (const DriverSpec &driver : drivers_) {
    if (driver.handleIsObject)
      continue;
    for (const std::string &prefix : driver.borrowPrefixes)
      if (qualified.starts_with(prefix))
        return classify(driver, qualified, CallRole::Borrow);
  }
  return std::nullopt;
}

DriverCall DriverIndex::method(const DriverSpec &driver, llvm::StringRef name) const {
  return classify(driver, name, CallRole::Borrow);
}

const DriverSpec *DriverIndex::handle(clang::QualType type) const {
  if (type.isNull())
    return nullptr;
  type = type.getNonReferenceType();
  if (type->isPointerType())
    type = type->getPointeeType();
  const auto *tag = type.getCanonicalType()->getAsTagDecl();
  const auto *record = llvm::dyn_cast_or_null<clang::RecordDecl>(tag);
  if (!record || !record->getIdentifier())
    return nullptr;
  auto it = types_.find(record->getQualifiedNameAsString());
  return it == types_.end() ? nullptr : it->second;
}

DriverIndex::ClassMatch DriverIndex::handleClass(const clang::CXXRecordDecl *record) const {
  if (!record)
    return {};
  if (record->getIdentifier())
    if (auto it = types_.find(record->getQualifiedNameAsString());
        it != types_.end() && it->second->handleIsObject)
      return {it->second, false};
  if (!record->hasDefinition())
    return {};
  for (const clang::CXXBaseSpecifier &base : record->getDefinition()->bases())
    if (auto found = handleClass(base.getType()->getAsCXXRecordDecl()); found.driver)
      return {found.driver, true};
  return {};
}

const DriverSpec *DriverIndex::library(const clang::NamedDecl &decl) const {
  const std::string name = decl.getQualifiedNameAsString();
  for (const DriverSpec &driver : drivers_)
    for (const std::string &prefix : driver.borrowPrefixes)
      if (llvm::StringRef(name).starts_with(prefix))
        return &driver;
  return nullptr;
}

} // namespace repool
