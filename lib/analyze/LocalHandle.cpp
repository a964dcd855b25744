#include "analyze/LocalHandle.h"

#include "analyze/CallIds.h"
#include "analyze/CaughtFailures.h"
#include "analyze/Closes.h"
#include "analyze/ConnectResult.h"
#include "analyze/Deleters.h"
#include "analyze/DependentSql.h"
#include "analyze/Effects.h"
#include "analyze/Flow.h"
#include "analyze/Forks.h"
#include "analyze/LocalVariable.h"
#include "analyze/Loops.h"
#include "analyze/Makers.h"
#include "analyze/Opens.h"
#include "analyze/Received.h"
#include "analyze/SessionUses.h"
#include "analyze/Surroundings.h"
#include "analyze/Uses.h"
#include "analyze/WrapRegion.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

namespace repool {

using namespace clang;

namespace {

class LocalHandle {
public:
  LocalHandle(const std::vector<const FoundOpen *> &opens, const SourceMap &map,
              const DriverIndex &index, Callees &callees)
      : found_(opens), first_(*opens.front()), callable_(*first_.callable), var_(*first_.var),
        driver_(*first_.driver), map_(map), index_(index), callees_(callees),
        local_{.decl = var_, .driver = driver_, .callable = callable_, .kind = first_.kind} {}

  Handle run() {
    start();
    for (const FoundOpen *found : found_)
      handle_.opens.push_back(locate(*found));
    handle_.sources = sourcesOf(found_);
    UsesOfVariable uses = classifyUses(var_, driver_, callable_, map_, index_, openExpressions());
    const ConnectResults results = connectResults(found_, var_, callable_, map_);
    handle_.hazards.insert(handle_.hazards.end(), results.hazards.begin(), results.hazards.end());
    handle_.hazards.insert(handle_.hazards.end(), uses.hazards.begin(), uses.hazards.end());
    handle_.passed = uses.passed;
    handle_.sql = uses.sql;
    handle_.executesHere = uses.executes;
    handle_.session = sessionUses(var_, driver_, callable_, map_, index_);
    handle_.executes = uses.executes || !uses.passed.empty();
    if (driver_.handleIsObject)
      dependentStatements();
    if (handle_.kind == HandleKind::LocalOwner) {
      ownedHere(uses);
    } else if (handle_.kind == HandleKind::LocalPointer) {
      handle_.closes = describeCloses(uses, var_, driver_, callable_, map_, local_.block);
      for (const VarDecl *name : results.names)
        secondName(*name, uses);
      madeHere(uses);
      flow(uses, results.names);
    } else {
      handle_.handOvers = uses.handOvers;
      if (local_.declaration && local_.block) {
        WrapRegion wrap = wrapRegion(*local_.declaration, *local_.block, callable_, map_);
        handle_.region = wrap.region;
        handle_.againstWrap = std::move(wrap.against);
        if (handle_.region)
          handle_.region->effect =
              firstEffect(var_, *local_.declaration, *local_.block, driver_, map_, index_);
      }
    }
    handle_.usedInLoop = isUsedInLoop(uses);
    endlessLoops(uses);
    surroundings();
    return std::move(handle_);
  }

private:
  void hazard(const char *code, std::string message, SourceLocation at) {
    handle_.hazards.push_back({code, std::move(message), "", map_.place(at)});
  }

  std::string quoted() const { return "'" + handle_.name + "'"; }

  void start() {
    handle_.driver = driver_.name;
    handle_.kind = first_.kind;
    handle_.shape = first_.shape;
    handle_.language = map_.language();
    handle_.file = map_.file(var_.getLocation());
    handle_.name = var_.getNameAsString();
    handle_.function = callable_.name;
    handle_.functionId = idOf(*callable_.decl, map_);
    if (auto span = map_.span(callable_.body->getSourceRange()))
      handle_.functionSpan = *span;
    handle_.inMain = callable_.decl->isMain();
    if (llvm::isa<ParmVarDecl>(var_))
      return; // declared by the function: a pair needs no more
    local_.describe(handle_, map_);
  }

  std::vector<const Expr *> openExpressions() const {
    std::vector<const Expr *> result;
    for (const FoundOpen *found : found_)
      result.push_back(found->expr);
    return result;
  }

  Open locate(const FoundOpen &found) {
    Open open = describeOpen(found, map_);
    if (found.derivedClass)
      hazard("RP212", quoted() + " is of a class derived from " + driver_.leaseType,
             found.location);
    if (found.otherPolicy || driver_.opens[found.spec].by == OpenBy::Steps)
      hazard("RP213", "'" + found.opener + "' opens " + quoted() + " in a way the pool cannot",
             found.location);
    local_.place(open, found, handle_, map_);
    return open;
  }

  /// A smart pointer ends the connection by itself, however the function is left.
  void ownedHere(const UsesOfVariable &uses) {
    handle_.handOvers = uses.handOvers;
    if (handle_.shape == OwnerShape::Deleter) {
      if (auto problem =
              unknownDeleter(var_.getType(), var_.getInit(), found_, callable_, map_, index_))
        handle_.hazards.push_back(std::move(*problem));
      return; // its type stays
    }
    const TypeSourceInfo *type = var_.getTypeSourceInfo();
    if (!type || var_.getType()->getContainedAutoType())
      return;
    if (auto span = map_.span(type->getTypeLoc().getUnqualifiedLoc().getSourceRange()))
      handle_.type = *span;
    else
      hazard("RP401", quoted() + " is declared by a macro", var_.getLocation());
  }

  /// `MYSQL *ok = mysql_real_connect(conn, ...)`: what happens to `ok` happens to the handle.
  void secondName(const VarDecl &name, UsesOfVariable &uses) {
    UsesOfVariable more = classifyUses(name, driver_, callable_, map_, index_, openExpressions());
    std::erase_if(more.uses, [](const Use &use) {
      return use.role == UseRole::Birth || use.role == UseRole::Clear;
    });
    const std::vector<Close> closes =
        describeCloses(more, name, driver_, callable_, map_, local_.block);
    handle_.closes.insert(handle_.closes.end(), closes.begin(), closes.end());
    handle_.hazards.insert(handle_.hazards.end(), more.hazards.begin(), more.hazards.end());
    handle_.passed.insert(handle_.passed.end(), more.passed.begin(), more.passed.end());
    handle_.sql.insert(handle_.sql.end(), more.sql.begin(), more.sql.end());
    handle_.executesHere |= more.executes;
    handle_.executes |= more.executes || !more.passed.empty();
    uses.uses.insert(uses.uses.end(), more.uses.begin(), more.uses.end());
    uses.handOvers.insert(uses.handOvers.end(), more.handOvers.begin(), more.handOvers.end());
  }

  /// What is connected in place must have been made in this function, or whoever made it may keep
  /// it.
  void madeHere(const UsesOfVariable &uses) {
    const bool inPlace = std::any_of(found_.begin(), found_.end(),
                                     [](const FoundOpen *found) { return found->inPlace; });
    if (!inPlace)
      return;
    const MadeHandle made = madeHandle(var_, found_, uses, callable_, map_, index_);
    handle_.value = made.value;
    handle_.hazards.insert(handle_.hazards.end(), made.hazards.begin(), made.hazards.end());
  }

  FlowPremise premiseWith(FlowPremise premise, const std::vector<const VarDecl *> &results) const {
    premise.results = results;
    for (const FoundOpen *found : found_)
      if (found->inPlace)
        premise.inPlace.push_back(found->expr);
    return premise;
  }

  void flow(const UsesOfVariable &uses, const std::vector<const VarDecl *> &results) {
    const std::vector<const Expr *> opens = openExpressions();
    const FlowPremise premise = premiseWith(premiseOf(handle_, driver_), results);
    const FlowFacts facts = followHandle(var_, driver_, callable_, callees_, uses, opens, premise);
    if (!facts.analysed) {
      hazard("RP305", "the control flow around " + quoted() + " could not be followed",
             var_.getLocation());
      return;
    }
    handle_.hazards.insert(handle_.hazards.end(), facts.hazards.begin(), facts.hazards.end());
    handle_.againstPair.insert(handle_.againstPair.end(), facts.leaks.begin(), facts.leaks.end());
    handle_.againstPair.insert(handle_.againstPair.end(), facts.reopened.begin(),
                               facts.reopened.end());
    handle_.code = facts.code;
    handle_.handOvers = uses.handOvers;
    handle_.variants = flowVariants(handle_, driver_, [&](const FlowPremise &other) {
      return followHandle(var_, driver_, callable_, callees_, uses, opens,
                          premiseWith(other, results));
    });
    handle_.functionJumps = anyBelow(callable_.body, [](const Stmt &s) {
      return llvm::isa<GotoStmt, IndirectGotoStmt, SwitchStmt>(s);
    });
  }

  void dependentStatements() {
    DependentSql found = dependentSql(quoted(), driver_, callable_, map_, index_);
    handle_.sql.insert(handle_.sql.end(), found.texts.begin(), found.texts.end());
    handle_.hazards.insert(handle_.hazards.end(), found.hazards.begin(), found.hazards.end());
  }

  /// `conn = open(); while (running) use(conn);`: it is held as long as the loop runs.
  bool isUsedInLoop(const UsesOfVariable &uses) const {
    const bool opens = std::any_of(handle_.opens.begin(), handle_.opens.end(),
                                   [](const Open &open) { return open.inLoop; });
    return !opens && std::any_of(uses.uses.begin(), uses.uses.end(), [&](const Use &use) {
      return use.role == UseRole::Execute && use.ref && isInLoop(*use.ref, callable_);
    });
  }

  /// `while (true)` without break or return around a use, inside the handle's scope.
  void endlessLoops(const UsesOfVariable &uses) {
    for (const Use &use : uses.uses)
      for (const Stmt *p = use.ref; p && p != callable_.body && p != local_.block;
           p = callable_.parents->getParent(p))
        if (isEndless(*p, map_)) {
          hazard("RP306", quoted() + " is used by a loop that does not end", p->getBeginLoc());
          return;
        }
  }

  void surroundings() {
    if (callable_.decl->isTemplated())
      hazard("RP402", quoted() + " is opened inside a template", var_.getLocation());
    if (llvm::isa<CoroutineBodyStmt>(callable_.body))
      hazard("RP407", quoted() + " is opened inside a coroutine", var_.getLocation());
    for (const FoundOpen *found : found_)
      if (const Stmt *fork = forkBefore(callable_.body, found->location, map_))
        hazard("RP107", quoted() + " is opened after a fork in the same function",
               fork->getBeginLoc());
    if (auto problem = comparedFailure(callable_, map_))
      handle_.hazards.push_back(std::move(*problem));
  }

  const std::vector<const FoundOpen *> &found_;
  const FoundOpen &first_;
  const Callable &callable_;
  const VarDecl &var_;
  const DriverSpec &driver_;
  const SourceMap &map_;
  const DriverIndex &index_;
  Callees &callees_;
  Handle handle_;
  LocalVariable local_;
};

} // namespace

Handle localHandle(const std::vector<const FoundOpen *> &opens, const SourceMap &map,
                   const DriverIndex &index, Callees &callees) {
  return LocalHandle(opens, map, index, callees).run();
}

} // namespace repool
