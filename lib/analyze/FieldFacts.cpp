#include "analyze/FieldFacts.h"

#include "analyze/DependentSql.h"
#include "analyze/Flow.h"
#include "analyze/Instances.h"
#include "analyze/Surroundings.h"
#include "llvm/ADT/SetVector.h"

namespace repool {

using namespace clang;

namespace {

/// One body and one field.
class Body {
public:
  Body(const Callable &callable, const FieldDecl &field, const DriverSpec &driver,
       const std::vector<const Expr *> &opens, const SourceMap &map, const DriverIndex &index,
       Callees &callees)
      : callable_(callable), field_(field), driver_(driver), opens_(opens), map_(map),
        index_(index), callees_(callees) {}

  FieldFact run() {
    const HandleExpr handle(HandleExpr::Form::Field, field_);
    UsesOfVariable uses = classifyUses(handle, driver_, callable_, map_, index_, opens_);
    FieldFact fact;
    fact.holder = fieldOf(field_, map_, field_.getLocation()).holder;
    fact.record = usrOf(*field_.getParent(), map_);
    fact.recordName = field_.getParent()->getNameAsString();
    fact.function = callable_.name;
    fact.functionUsr = callable_.isLambda || !callable_.decl ? "" : usrOf(*callable_.decl, map_);
    fact.place = map_.place(callable_.body->getBeginLoc());
    fact.isConstructor = llvm::isa_and_nonnull<CXXConstructorDecl>(callable_.decl);
    fact.opens = !opens_.empty();
    fact.hazards = std::move(uses.hazards);
    if (driver_.handleIsObject) {
      DependentSql found =
          dependentSql("'" + field_.getNameAsString() + "'", driver_, callable_, map_, index_);
      fact.hazards.insert(fact.hazards.end(), found.hazards.begin(), found.hazards.end());
    }
    fact.handOvers = std::move(uses.handOvers);
    fact.passed = std::move(uses.passed);
    if (llvm::isa_and_nonnull<CXXDestructorDecl>(callable_.decl))
      fact.destructorCloses = closesAlways(*callable_.decl, 0);
    return fact;
  }

private:
  /// Every path closes the field, unless a test of the field says that there is nothing to close.
  bool closesAlways(const FunctionDecl &function, unsigned depth) {
    const FunctionDecl *definition = nullptr;
    if (depth > 4 || !function.hasBody(definition) || definition->isDependentContext())
      return false;
    const Callable callable = callableOf(*definition);
    const HandleExpr handle(HandleExpr::Form::Field, field_);
    UsesOfVariable uses = classifyUses(handle, driver_, callable, map_, index_, {});
    // A method of the object that always closes is a close where it is called.
    anyBelow(callable.body, [&](const Stmt &s) {
      const auto *call = llvm::dyn_cast<CXXMemberCallExpr>(&s);
      const CXXMethodDecl *method = call ? call->getMethodDecl() : nullptr;
      if (method && !method->isVirtual() &&
          llvm::isa<CXXThisExpr>(call->getImplicitObjectArgument()->IgnoreParenImpCasts()) &&
          closesAlways(*method, depth + 1))
        uses.uses.push_back({UseRole::Close, call, call, call});
      return false;
    });
    return followHeld(handle, driver_, callable, callees_, uses).closing == Closing::Always;
  }

  const Callable &callable_;
  const FieldDecl &field_;
  const DriverSpec &driver_;
  const std::vector<const Expr *> &opens_;
  const SourceMap &map_;
  const DriverIndex &index_;
  Callees &callees_;
};

} // namespace

void findFields(const std::vector<Callable> &callables, const std::vector<FoundOpen> &opens,
                const SourceMap &map, const DriverIndex &index, Callees &callees, TuFacts &facts) {
  for (const Callable &callable : callables) {
    llvm::SetVector<const FieldDecl *> fields;
    auto collect = [&](const Stmt &s) {
      if (const auto *member = llvm::dyn_cast<MemberExpr>(&s))
        if (const auto *field = llvm::dyn_cast<FieldDecl>(member->getMemberDecl());
            field && handleDriver(*field, index))
          fields.insert(field);
      return false;
    };
    anyBelow(callable.body, collect);
    if (const auto *constructor = llvm::dyn_cast_or_null<CXXConstructorDecl>(callable.decl))
      for (const CXXCtorInitializer *init : constructor->inits())
        if (const FieldDecl *field = init->getAnyMember();
            field && init->isWritten() && handleDriver(*field, index))
          fields.insert(field);
    // `~Store() { disconnect(); }` names no field and may close one.
    if (const auto *destructor = llvm::dyn_cast_or_null<CXXDestructorDecl>(callable.decl))
      for (const FieldDecl *field : destructor->getParent()->fields())
        if (handleDriver(*field, index))
          fields.insert(field);
    for (const FieldDecl *field : fields) {
      const std::string holder = fieldOf(*field, map, field->getLocation()).holder;
      std::vector<const Expr *> own;
      for (const FoundOpen &open : opens)
        if (open.callable && open.callable->decl == callable.decl && open.to &&
            open.to->holder == holder && open.expr)
          own.push_back(open.expr);
      facts.fields.push_back(
          Body(callable, *field, *handleDriver(*field, index), own, map, index, callees).run());
    }
  }
}

} // namespace repool
