#include "analyze/Constructions.h"

#include "analyze/Surroundings.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/DenseSet.h"

namespace repool {

using namespace clang;

namespace {

class Collector {
public:
  explicit Collector(const SourceMap &map) : map_(map) {}

  /// A constructor without a body of its own stands for those of its members and bases.
  void add(const CXXConstructorDecl &ctor) {
    if (ctor.isCopyOrMoveConstructor() || !map_.inProject(ctor.getParent()->getLocation()))
      return;
    if (ctor.isUserProvided()) {
      functions.push_back(&ctor);
      return;
    }
    if (!implicit_.insert(&ctor).second)
      return;
    for (const CXXCtorInitializer *init : ctor.inits()) {
      const Expr *value = init->getInit();
      if (const auto *own = llvm::dyn_cast_or_null<CXXDefaultInitExpr>(value))
        value = own->getExpr();
      anyBelow(value, [&](const Stmt &s) {
        if (const auto *part = llvm::dyn_cast<CXXConstructExpr>(&s))
          add(*part->getConstructor());
        else if (const auto *call = llvm::dyn_cast<CallExpr>(&s))
          if (const FunctionDecl *callee = call->getDirectCallee();
              callee && map_.inProject(callee->getLocation()))
            functions.push_back(callee);
        return false;
      });
    }
    implicit_.erase(&ctor);
  }

  std::vector<const FunctionDecl *> functions;

private:
  const SourceMap &map_;
  llvm::DenseSet<const CXXConstructorDecl *> implicit_; ///< being followed
};

/// The first type of `std::make_unique<Store>` or of the class of `stores.emplace_back`.
const TemplateArgumentList *typesOf(const FunctionDecl &callee) {
  if (callee.getName().starts_with("make_"))
    return callee.getTemplateSpecializationArgs();
  if (!callee.getName().starts_with("emplace"))
    return nullptr;
  const auto *method = llvm::dyn_cast<CXXMethodDecl>(&callee);
  const auto *owner =
      method ? llvm::dyn_cast<ClassTemplateSpecializationDecl>(method->getParent()) : nullptr;
  return owner ? &owner->getTemplateArgs() : nullptr;
}

} // namespace

std::vector<const FunctionDecl *> runBy(const CXXConstructorDecl &ctor, const SourceMap &map) {
  Collector collector(map);
  collector.add(ctor);
  return std::move(collector.functions);
}

std::vector<const CXXConstructorDecl *> madeBy(const FunctionDecl &callee, const SourceMap &map) {
  const TemplateArgumentList *args = typesOf(callee);
  if (!args || args->size() == 0 || args->get(0).getKind() != TemplateArgument::Type)
    return {};
  const CXXRecordDecl *made = args->get(0).getAsType()->getAsCXXRecordDecl();
  if (!made || !made->hasDefinition() || !map.inProject(made->getLocation()))
    return {};
  const CXXRecordDecl &whole = *made->getDefinition();
  return {whole.ctor_begin(), whole.ctor_end()};
}

} // namespace repool
