#include "find/Holders.h"

#include "clang/AST/DeclCXX.h"
#include "clang/Index/USRGeneration.h"
#include "find/SmartPointer.h"

namespace repool {

using namespace clang;

namespace {

/// Every call of \p function runs the body that carries its name.
bool isOneBody(const FunctionDecl &function) {
  const auto *method = llvm::dyn_cast<CXXMethodDecl>(&function);
  return !function.isTemplated() && !function.isTemplateInstantiation() &&
         !(method && (method->isVirtual() || method->getParent()->isLambda()));
}

} // namespace

std::string usrOf(const NamedDecl &decl, const SourceMap &map) {
  llvm::SmallString<128> usr;
  index::generateUSRForDecl(&decl, usr);
  std::string result(usr);
  if (!decl.isExternallyVisible() && llvm::isa<FunctionDecl>(decl))
    result += "@" + map.file(decl.getCanonicalDecl()->getLocation());
  return result;
}

std::optional<HandOver> resultOf(const FunctionDecl &function, const SourceMap &map,
                                 SourceLocation at) {
  if (!isOneBody(function))
    return std::nullopt;
  return HandOver{HolderKind::Result, "result " + usrOf(function, map),
                  function.getQualifiedNameAsString(), map.place(at)};
}

std::optional<HandOver> pointeeOf(const ParmVarDecl &parameter, const SourceMap &map,
                                  SourceLocation at) {
  const auto *function = llvm::dyn_cast<FunctionDecl>(parameter.getDeclContext());
  if (!function || !isOneBody(*function))
    return std::nullopt;
  return HandOver{HolderKind::Pointee,
                  "pointee " + std::to_string(parameter.getFunctionScopeIndex()) + " " +
                      usrOf(*function, map),
                  function->getQualifiedNameAsString(), map.place(at)};
}

HandOver fieldOf(const FieldDecl &field, const SourceMap &map, SourceLocation at) {
  return {HolderKind::Field, "field " + usrOf(field, map), field.getQualifiedNameAsString(),
          map.place(at)};
}

/// Of a pointer, a smart pointer or an object; a reference holds nothing.
static const DriverSpec *heldDriver(QualType type, const DriverIndex &index) {
  if (type->isReferenceType())
    return nullptr;
  if (type->isPointerType())
    return index.handle(type);
  if (const SmartPointer smart = smartPointer(type, index); smart.driver)
    return smart.driver;
  const auto match = index.handleClass(type->getAsCXXRecordDecl());
  return match.derived ? nullptr : match.driver;
}

const DriverSpec *returnedDriver(const FunctionDecl &function, const DriverIndex &index) {
  const QualType type = function.getReturnType();
  return type.isNull() ? nullptr : heldDriver(type, index);
}

const DriverSpec *handleDriver(const FieldDecl &field, const DriverIndex &index) {
  return heldDriver(field.getType(), index);
}

const DriverSpec *pointeeDriver(QualType type, const DriverIndex &index) {
  if (type.isNull() || !(type->isPointerType() || type->isLValueReferenceType()))
    return nullptr;
  const QualType inner = type->getPointeeType();
  if (!inner->isPointerType())
    return nullptr;
  return index.handle(inner);
}

} // namespace repool
