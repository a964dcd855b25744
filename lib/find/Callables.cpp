#include "find/Callables.h"

#include "clang/AST/RecursiveASTVisitor.h"
#include "llvm/ADT/DenseSet.h"

namespace repool {

namespace {

class Collect : public clang::RecursiveASTVisitor<Collect> {
public:
  Collect(const SourceMap &map, std::vector<Callable> &out) : map_(map), out_(out) {}

  bool shouldVisitTemplateInstantiations() const { return false; }

  bool shouldVisitImplicitCode() const { return false; }

  bool TraverseDecl(clang::Decl *decl) {
    // Whole subtrees of system headers are left out: they spell no code of the project.
    if (decl && !llvm::isa<clang::TranslationUnitDecl>(decl) && decl->getLocation().isValid() &&
        !llvm::isa<clang::NamespaceDecl, clang::LinkageSpecDecl>(decl) &&
        !map_.inProject(decl->getLocation()))
      return true;
    return RecursiveASTVisitor::TraverseDecl(decl);
  }

  bool VisitFunctionDecl(clang::FunctionDecl *decl) {
    if (!decl->doesThisDeclarationHaveABody() || isCallOperator(decl) || decl->isDefaulted())
      return true;
    Callable callable{
        .decl = decl, .body = decl->getBody(), .name = decl->getQualifiedNameAsString()};
    if (!callable.body)
      return true;
    callable.parents = std::make_shared<clang::ParentMap>(const_cast<clang::Stmt *>(callable.body));
    addLambdas(callable, callable.body);
    out_.push_back(std::move(callable));
    return true;
  }

  /// Lambdas outside any function: initialisers of globals and of members.
  bool VisitLambdaExpr(clang::LambdaExpr *lambda) {
    if (seen_.contains(lambda))
      return true;
    Callable outer{.name = "namespace scope"};
    outer.parents = std::make_shared<clang::ParentMap>(lambda);
    addLambdas(outer, lambda);
    return true;
  }

private:
  static bool isCallOperator(const clang::FunctionDecl *decl) {
    const auto *method = llvm::dyn_cast<clang::CXXMethodDecl>(decl);
    return method && method->getParent()->isLambda();
  }

  void addLambdas(const Callable &outer, const clang::Stmt *stmt) {
    if (!stmt)
      return;
    const auto *lambda = llvm::dyn_cast<clang::LambdaExpr>(stmt);
    if (lambda && seen_.insert(lambda).second)
      out_.push_back({.decl = lambda->getCallOperator(),
                      .body = lambda->getBody(),
                      .isLambda = true,
                      .name = "lambda in " + outer.name,
                      .parents = outer.parents});
    for (const clang::Stmt *child : stmt->children())
      addLambdas(outer, child);
  }

  const SourceMap &map_;
  std::vector<Callable> &out_;
  llvm::DenseSet<const clang::LambdaExpr *> seen_;
};

} // namespace

Callable callableOf(const clang::FunctionDecl &definition) {
  Callable callable{.decl = &definition,
                    .body = definition.getBody(),
                    .name = definition.getQualifiedNameAsString()};
  callable.parents = std::make_shared<clang::ParentMap>(const_cast<clang::Stmt *>(callable.body));
  return callable;
}

std::vector<Callable> findCallables(const SourceMap &map) {
  std::vector<Callable> out;
  Collect(map, out).TraverseDecl(map.ast().getTranslationUnitDecl());
  return out;
}

} // namespace repool
