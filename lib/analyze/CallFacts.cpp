#include "analyze/CallFacts.h"

#include "analyze/CallIds.h"
#include "analyze/CallWalker.h"
#include "clang/AST/RecursiveASTVisitor.h"

namespace repool {

using namespace clang;

namespace {

FunctionFact describe(const Callable &callable, const SourceMap &map) {
  FunctionFact fact;
  const FunctionDecl &decl = *callable.decl;
  fact.id = idOf(decl, map);
  fact.name = callable.name;
  fact.isLocal = callable.isLambda || isLocalFunction(decl);
  if (llvm::isa<CXXConstructorDecl>(decl))
    fact.simple = llvm::cast<CXXConstructorDecl>(decl).getParent()->getNameAsString();
  else if (decl.getIdentifier() && !callable.isLambda)
    fact.simple = decl.getNameAsString();
  fact.place = map.place(decl.getLocation());
  fact.isMain = decl.isMain();
  if (const auto *method = llvm::dyn_cast<CXXMethodDecl>(&decl))
    for (const CXXMethodDecl *base : method->overridden_methods()) {
      if (map.inProject(base->getLocation()))
        fact.overrides.push_back(idOf(*base, map));
      else
        fact.overridesForeign = true;
    }
  return fact;
}

/// Initialisers outside any function: they run once, before main.
class StaticInitialisers : public RecursiveASTVisitor<StaticInitialisers> {
public:
  StaticInitialisers(const SourceMap &map, CallHolders &holders, FunctionFact &fact)
      : map_(map), holders_(holders), fact_(fact) {}

  bool TraverseDecl(Decl *decl) {
    if (decl && decl->getLocation().isValid() && !llvm::isa<NamespaceDecl, LinkageSpecDecl>(decl) &&
        !llvm::isa<TranslationUnitDecl>(decl) && !map_.inProject(decl->getLocation()))
      return true;
    return RecursiveASTVisitor::TraverseDecl(decl);
  }

  bool TraverseStmt(Stmt *) { return true; } // bodies are the callables'

  bool VisitVarDecl(VarDecl *var) {
    if (!(var->isFileVarDecl() || var->isStaticDataMember()) || !var->getInit() ||
        var->getType()->isDependentType())
      return true;
    writeStaticCalls(var->getInit(), map_, holders_, fact_);
    return true;
  }

private:
  const SourceMap &map_;
  CallHolders &holders_;
  FunctionFact &fact_;
};

} // namespace

std::vector<FunctionFact> callFacts(const std::vector<Callable> &callables, const SourceMap &map) {
  CallHolders holders;
  std::vector<FunctionFact> facts;
  for (const Callable &callable : callables) {
    FunctionFact fact = describe(callable, map);
    std::vector<const Expr *> initialisers;
    if (const auto *ctor = llvm::dyn_cast<CXXConstructorDecl>(callable.decl))
      for (const CXXCtorInitializer *init : ctor->inits())
        initialisers.push_back(init->getInit());
    writeCalls(callable.body, initialisers, *callable.parents, map, holders, fact);
    facts.push_back(std::move(fact));
  }
  FunctionFact init{.id = StaticInit, .name = "static initialisation"};
  StaticInitialisers(map, holders, init).TraverseDecl(map.ast().getTranslationUnitDecl());
  if (!init.calls.empty())
    facts.push_back(std::move(init));
  for (auto &[id, holder] : holders)
    facts.push_back(std::move(holder));
  return facts;
}

} // namespace repool
