#include "find/FindOpens.h"

#include "find/CallOpens.h"
#include "find/ObjectOpens.h"
#include "find/ProjectVisitor.h"

namespace repool {

using namespace clang;

namespace {

/// Walks bodies, initialisers and fields, each node once.
class Finder {
public:
  Finder(const SourceMap &map, const DriverIndex &index) : scope_{.map = map, .index = index} {}

  std::vector<FoundOpen> found() { return std::move(scope_.found); }

  void callable(const Callable &callable) {
    scope_.callable = &callable;
    walk(callable.body);
    if (const auto *ctor = llvm::dyn_cast<CXXConstructorDecl>(callable.decl))
      for (const CXXCtorInitializer *init : ctor->inits())
        if (init->isWritten() || isUnspelledConnection(*init))
          initializer(*init);
    scope_.callable = nullptr;
  }

  /// A variable or field outside any body.
  void scopeVariable(const VarDecl &var) {
    if (!object(var) && var.getInit())
      walk(var.getInit(), &var);
  }

  void field(const FieldDecl &field) {
    const auto match = scope_.index.handleClass(field.getType()->getAsCXXRecordDecl());
    if (match.driver && field.hasInClassInitializer())
      scope_.add({.driver = match.driver,
                  .opener = match.driver->leaseType,
                  .kind = HandleKind::Member,
                  .location = field.getLocation(),
                  .destination = "'" + field.getQualifiedNameAsString() + "'",
                  .derivedClass = match.derived},
                 &field);
    else if (const Expr *init = field.getInClassInitializer()) {
      scope_.initialised = &field;
      walk(init);
      scope_.initialised = nullptr;
    }
  }

private:
  /// A field that a constructor connects without naming it.
  bool isUnspelledConnection(const CXXCtorInitializer &init) const {
    const FieldDecl *field = init.getMember();
    return field && !field->hasInClassInitializer() &&
           scope_.index.handleClass(field->getType()->getAsCXXRecordDecl()).driver;
  }

  void initializer(const CXXCtorInitializer &init) {
    const Expr *expr = init.isWritten() ? init.getInit() : nullptr;
    if (init.isAnyMemberInitializer()) {
      const auto match =
          scope_.index.handleClass(init.getAnyMember()->getType()->getAsCXXRecordDecl());
      if (match.driver && expr && !construction(expr)) {
        scope_.initialised = init.getAnyMember(); // what a call gives, or another one moves here
        scope_.initializer = &init;
        walk(expr);
        scope_.initialised = nullptr;
        scope_.initializer = nullptr;
        return;
      }
      if (match.driver) {
        scope_.add({.driver = match.driver,
                    .opener = match.driver->leaseType,
                    .kind = HandleKind::Member,
                    .expr = expr,
                    .initializer = &init,
                    .location = init.isWritten() ? init.getSourceLocation()
                                                 : scope_.callable->decl->getLocation(),
                    .destination = "'" + init.getAnyMember()->getQualifiedNameAsString() + "'",
                    .derivedClass = match.derived},
                   init.getAnyMember());
        return;
      }
    }
    if (expr && !init.isBaseInitializer()) {
      scope_.initialised = init.getAnyMember();
      walk(expr);
      scope_.initialised = nullptr;
    }
  }

  bool object(const VarDecl &var) {
    return addObject(scope_, var, [this](const Stmt *below) { walk(below); });
  }

  void walk(const Stmt *stmt, const VarDecl *global = nullptr) {
    if (!stmt)
      return;
    if (const auto *lambda = llvm::dyn_cast<LambdaExpr>(stmt)) {
      for (const Expr *init : lambda->capture_inits())
        walk(init);
      return;
    }
    if (const auto *decl = llvm::dyn_cast<DeclStmt>(stmt)) {
      for (const Decl *d : decl->decls())
        if (const auto *var = llvm::dyn_cast<VarDecl>(d); var && !object(*var) && var->getInit())
          walk(var->getInit());
      return;
    }
    if (const auto *call = llvm::dyn_cast<CallExpr>(stmt))
      addCall(scope_, *call, global);
    else if (const auto *made = llvm::dyn_cast<CXXConstructExpr>(stmt))
      addTemporary(scope_, *made, global);
    for (const Stmt *child : stmt->children())
      walk(child, global);
  }

  OpenScope scope_;
};

/// Globals, static members and fields of the project's own files.
class ScopeVariables : public ProjectVisitor<ScopeVariables> {
public:
  ScopeVariables(const SourceMap &map, Finder &finder) : ProjectVisitor(map), finder_(finder) {}

  bool TraverseStmt(Stmt *) { return true; } // bodies are the callables'

  bool VisitVarDecl(VarDecl *var) {
    if (var->isFileVarDecl() || var->isStaticDataMember())
      finder_.scopeVariable(*var);
    return true;
  }

  bool VisitFieldDecl(FieldDecl *field) {
    finder_.field(*field);
    return true;
  }

private:
  Finder &finder_;
};

} // namespace

std::vector<FoundOpen> findOpens(const SourceMap &map, const DriverIndex &index,
                                 const std::vector<Callable> &callables) {
  Finder finder(map, index);
  for (const Callable &callable : callables)
    finder.callable(callable);
  ScopeVariables(map, finder).TraverseDecl(map.ast().getTranslationUnitDecl());
  return finder.found();
}

} // namespace repool
