#include "analyze/OwnerDecls.h"

#include "find/Holders.h"
#include "find/ProjectVisitor.h"
#include "find/SmartPointer.h"

namespace repool {

using namespace clang;

namespace {

class OwnerDecls : public ProjectVisitor<OwnerDecls> {
public:
  OwnerDecls(const SourceMap &map, const DriverIndex &index, TuFacts &facts)
      : ProjectVisitor(map), index_(index), facts_(facts) {}

  bool VisitFunctionDecl(FunctionDecl *function) {
    const OwnerShape shape = changing(function->getReturnType());
    const auto holder = resultOf(*function, map_, function->getLocation());
    if (shape == OwnerShape::None || !holder)
      return true;
    OwnerDecl decl = start(*function, holder->holder, shape);
    if (!function->getDeclaredReturnType()->getContainedDeducedType())
      if (const FunctionTypeLoc type = function->getFunctionTypeLoc())
        spell(decl, type.getReturnLoc());
    facts_.owners.push_back(std::move(decl));
    return true;
  }

  bool VisitFieldDecl(FieldDecl *field) {
    const OwnerShape shape = changing(field->getType());
    if (shape == OwnerShape::None)
      return true;
    OwnerDecl decl = start(*field, fieldOf(*field, map_, field->getLocation()).holder, shape);
    decl.isField = true;
    if (const TypeSourceInfo *type = field->getTypeSourceInfo())
      spell(decl, type->getTypeLoc());
    if (auto span = map_.span(field->getSourceRange()))
      decl.statement = *span;
    else
      decl.hazard = "it is declared by a macro";
    if (const auto *next = field->getNextDeclInContext();
        sharesType(*field, next) || !isFirst(*field))
      decl.hazard = "it is declared together with other names";
    if (field->isMutable())
      decl.hazard = "it is mutable";
    facts_.owners.push_back(std::move(decl));
    return true;
  }

private:
  /// A shared pointer stays what it is, and so does one with a deleter.
  OwnerShape changing(QualType type) const {
    if (type->isDependentType() || type->isReferenceType())
      return OwnerShape::None;
    const SmartPointer smart = smartPointer(type, index_);
    if (smart.driver)
      return smart.shape == OwnerShape::Unique ? smart.shape : OwnerShape::None;
    const auto match = index_.handleClass(type->getAsCXXRecordDecl());
    return match.driver && !match.derived ? OwnerShape::Value : OwnerShape::None;
  }

  OwnerDecl start(const NamedDecl &decl, const std::string &holder, OwnerShape shape) const {
    return {.holder = holder,
            .shape = shape,
            .name = decl.getNameAsString(),
            .place = map_.place(decl.getLocation())};
  }

  void spell(OwnerDecl &decl, TypeLoc type) const {
    if (auto span = map_.span(type.getUnqualifiedLoc().getSourceRange()))
      decl.type = *span;
    else
      decl.hazard = "its type is spelled by a macro";
  }

  static bool sharesType(const FieldDecl &field, const Decl *other) {
    const auto *next = llvm::dyn_cast_or_null<FieldDecl>(other);
    return next && next->getBeginLoc() == field.getBeginLoc();
  }

  static bool isFirst(const FieldDecl &field) {
    for (const FieldDecl *other : field.getParent()->fields())
      if (other->getBeginLoc() == field.getBeginLoc())
        return other == &field;
    return true;
  }

  const DriverIndex &index_;
  TuFacts &facts_;
};

} // namespace

void findOwnerDecls(const SourceMap &map, const DriverIndex &index, TuFacts &facts) {
  OwnerDecls(map, index, facts).TraverseDecl(map.ast().getTranslationUnitDecl());
}

} // namespace repool
