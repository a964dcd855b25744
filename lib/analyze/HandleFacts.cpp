#include "analyze/HandleFacts.h"

#include "analyze/BuiltTexts.h"
#include "analyze/CallIds.h"
#include "analyze/Closes.h"
#include "analyze/ConnectResult.h"
#include "analyze/Deleters.h"
#include "analyze/DependentSql.h"
#include "analyze/Effects.h"
#include "analyze/Flow.h"
#include "analyze/Makers.h"
#include "analyze/Received.h"
#include "analyze/SessionUses.h"
#include "analyze/Surroundings.h"
#include "analyze/Uses.h"
#include "analyze/WrapRegion.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"
#include "find/SmartPointer.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "sql/SessionEffects.h"

namespace repool {

using namespace clang;

namespace {

Language languageOf(const SourceMap &map) {
  return map.ast().getLangOpts().CPlusPlus ? Language::Cxx : Language::C;
}

std::optional<std::string> literalText(const Expr *arg) {
  if (!arg)
    return std::nullopt;
  const Expr *e = arg->IgnoreUnlessSpelledInSource();
  if (const auto *made = llvm::dyn_cast<CXXConstructExpr>(e); made && made->getNumArgs() > 0)
    return literalText(made->getArg(0));
  if (const auto *literal = llvm::dyn_cast<StringLiteral>(e->IgnoreParenImpCasts()))
    if (literal->isOrdinary())
      return literal->getString().str();
  return std::nullopt;
}

std::vector<const Expr *> spelledArguments(const FoundOpen &found) {
  std::vector<const Expr *> args;
  auto take = [&](auto &&range) {
    for (const Expr *arg : range)
      if (arg && !llvm::isa<CXXDefaultArgExpr>(arg))
        args.push_back(arg);
  };
  const Expr *expr = found.made ? found.made : found.expr;
  if (const auto *heap = llvm::dyn_cast_or_null<CXXNewExpr>(expr))
    expr = heap->getConstructExpr();
  if (const auto *call = llvm::dyn_cast_or_null<CallExpr>(expr))
    take(call->arguments());
  else if (const auto *made = llvm::dyn_cast_or_null<CXXConstructExpr>(expr))
    take(made->arguments());
  return args;
}

Open describeOpen(const FoundOpen &found, const SourceMap &map) {
  Open open;
  open.opener = found.opener;
  open.spec = found.spec;
  open.place = map.place(found.location);
  open.inMacro = found.location.isMacroID();
  const bool isObject = found.kind == HandleKind::LocalObject && found.var && found.source.empty();
  if (const auto *call = llvm::dyn_cast_or_null<CallExpr>(found.expr))
    open.inMacro |= call->getCallee()->getBeginLoc().isMacroID();
  const SourceRange range = isObject ? SourceRange(found.var->getLocation(), found.var->getEndLoc())
                            : found.initializer ? found.initializer->getSourceRange()
                            : found.expr        ? found.expr->getSourceRange()
                                                : SourceRange(found.location);
  if (auto span = map.span(range))
    open.call = *span;
  else
    open.inMacro = true;
  const std::vector<const Expr *> args = spelledArguments(found);
  for (const Expr *arg : args) {
    if (auto span = map.span(arg->getSourceRange()))
      open.args.push_back(*span);
    else
      open.inMacro = true;
  }
  if (const int text = found.driver->opens[found.spec].textArgument;
      text >= 0 && found.source.empty() && static_cast<std::size_t>(text) < args.size())
    open.literal = literalText(args[static_cast<std::size_t>(text)]);
  return open;
}

/// The statement that declares \p var in \p callable.
const DeclStmt *declarationOf(const VarDecl &var, const Stmt *stmt) {
  if (!stmt)
    return nullptr;
  if (const auto *decl = llvm::dyn_cast<DeclStmt>(stmt))
    for (const Decl *d : decl->decls())
      if (d == &var)
        return decl;
  for (const Stmt *child : stmt->children())
    if (const DeclStmt *found = declarationOf(var, child))
      return found;
  return nullptr;
}

class LocalHandle {
public:
  LocalHandle(const std::vector<const FoundOpen *> &opens, const SourceMap &map,
              const DriverIndex &index, Callees &callees)
      : found_(opens), first_(*opens.front()), callable_(*first_.callable), var_(*first_.var),
        driver_(*first_.driver), map_(map), index_(index), callees_(callees) {}

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
      handle_.closes = describeCloses(uses, var_, driver_, callable_, map_, block_);
      for (const VarDecl *name : results.names)
        secondName(*name, uses);
      madeHere(uses);
      flow(uses, results.names);
    } else {
      handle_.handOvers = uses.handOvers;
      if (declaration_ && block_) {
        WrapRegion wrap = wrapRegion(*declaration_, *block_, callable_, map_);
        handle_.region = wrap.region;
        handle_.againstWrap = std::move(wrap.against);
        if (handle_.region)
          handle_.region->effect = firstEffect(var_, *declaration_, *block_, driver_, map_, index_);
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
    handle_.language = languageOf(map_);
    handle_.file = map_.file(var_.getLocation());
    handle_.name = var_.getNameAsString();
    handle_.function = callable_.name;
    handle_.functionId = idOf(*callable_.decl, map_);
    if (auto span = map_.span(callable_.body->getSourceRange()))
      handle_.functionSpan = *span;
    handle_.inMain = callable_.decl->isMain();
    if (llvm::isa<ParmVarDecl>(var_))
      return; // declared by the function: a pair needs no more
    declaration_ = declarationOf(var_, callable_.body);
    if (!declaration_) {
      hazard("RP409", quoted() + " is not declared by a statement of its own", var_.getLocation());
      return;
    }
    const Slot slot = slotOf(*declaration_, callable_);
    block_ = slot.block;
    handle_.declaredInBlock = block_ != nullptr;
    if (auto span = map_.span(declaration_->getSourceRange()))
      handle_.declaration = *span;
    else
      hazard("RP401", quoted() + " is declared by a macro", var_.getLocation());
    if (auto name = map_.span(SourceRange(var_.getLocation())))
      if (name->begin >= handle_.declaration.begin)
        handle_.typeText = map_.text({handle_.declaration.begin, name->begin}, var_.getLocation());
    while (!handle_.typeText.empty() &&
           std::isspace(static_cast<unsigned char>(handle_.typeText.back())))
      handle_.typeText.pop_back();
    handle_.soleDeclarator = declaration_->isSingleDecl();
    handle_.firstDeclarator = *declaration_->decl_begin() == &var_;
    handle_.initialised = var_.hasInit();
    if (block_)
      if (auto span = map_.span(block_->getSourceRange()))
        handle_.block = *span;
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
    if (!found.expr) {
      if (handle_.kind == HandleKind::LocalObject && declaration_)
        declarationForm(open);
      return open;
    }
    if (handle_.kind == HandleKind::LocalObject) {
      declarationForm(open);
      return open;
    }
    const Slot slot = slotOf(*found.expr, callable_);
    if (auto span = map_.statement(*slot.statement))
      open.statement = *span;
    open.inBlock = slot.block != nullptr;
    open.sameBlock = slot.block && slot.block == block_;
    open.inLoop = isInLoop(*found.expr, callable_);
    open.form = formOf(found, slot);
    open.inPlace = found.inPlace && !replacesItself(found, var_);
    return open;
  }

  void declarationForm(Open &open) {
    open.form = OpenForm::Declaration;
    open.statement = handle_.declaration;
    open.inBlock = open.sameBlock = block_ != nullptr;
    open.inLoop = declaration_ && isInLoop(*declaration_, callable_);
  }

  /// `conn = std::make_unique<...>(...);`, `conn.reset(new ...);`: what the smart pointer held
  /// before is not seen again, also if the open throws: no handler is between it and the
  /// declaration.
  bool replacesWhole(const FoundOpen &found, const Stmt &statement) const {
    const auto *whole = llvm::dyn_cast<Expr>(&statement);
    whole = whole ? whole->IgnoreUnlessSpelledInSource() : nullptr;
    const Expr *to = nullptr;
    if (const auto *op = llvm::dyn_cast_or_null<CXXOperatorCallExpr>(whole))
      to = op->getOperator() == OO_Equal ? op->getArg(1) : nullptr;
    else if (const auto *reset = llvm::dyn_cast_or_null<CXXMemberCallExpr>(whole))
      to = reset->getNumArgs() ? reset->getArg(0) : nullptr;
    if (!to || to->IgnoreUnlessSpelledInSource() != found.expr->IgnoreUnlessSpelledInSource())
      return false;
    for (const Stmt *p = &statement; p && p != block_; p = callable_.parents->getParent(p))
      if (llvm::isa<CXXTryStmt>(p))
        return false;
    return true;
  }

  OpenForm formOf(const FoundOpen &found, const Slot &slot) const {
    if (handle_.kind == HandleKind::LocalOwner)
      return replacesWhole(found, *slot.statement) ? OpenForm::Statement : OpenForm::Nested;
    const OpenBy by = driver_.opens[found.spec].by;
    if (slot.statement == declaration_ && (by == OpenBy::Return || by == OpenBy::New))
      return isWholeInit(*found.expr) ? OpenForm::Declaration : OpenForm::Nested;
    const Stmt *alone = slot.statement;
    if (const auto *expr = llvm::dyn_cast<Expr>(alone))
      alone = expr->IgnoreParenCasts();
    if (driver_.opens[found.spec].by == OpenBy::OutArgument) {
      if (alone == found.expr)
        return OpenForm::Statement;
    } else if (const auto *op = llvm::dyn_cast<BinaryOperator>(alone);
               op && op->getOpcode() == BO_Assign &&
               op->getRHS()->IgnoreParenImpCasts() == found.expr) {
      return OpenForm::Statement;
    }
    return isEvaluatedFirst(*found.expr, *slot.statement, callable_) ? OpenForm::Leading
                                                                     : OpenForm::Nested;
  }

  bool isWholeInit(const Expr &expr) const {
    return var_.getInit() && var_.getInit()->IgnoreParenCasts() == &expr;
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
    const std::vector<Close> closes = describeCloses(more, name, driver_, callable_, map_, block_);
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
    anyBelow(callable_.body, [&](const Stmt &s) {
      const auto *call = llvm::dyn_cast<CallExpr>(&s);
      const FunctionDecl *callee = call ? call->getDirectCallee() : nullptr;
      const auto &ends = driver_.shutdowns;
      const bool isEnd = callee && callee->getIdentifier() &&
                         std::find(ends.begin(), ends.end(), callee->getName()) != ends.end();
      if (isEnd)
        hazard("RP216", "'" + callee->getNameAsString() + "' ends the client library here",
               call->getBeginLoc());
      return isEnd;
    });
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
      for (const Stmt *p = use.ref; p && p != callable_.body && p != block_;
           p = callable_.parents->getParent(p))
        if (isEndless(*p)) {
          hazard("RP306", quoted() + " is used by a loop that does not end", p->getBeginLoc());
          return;
        }
  }

  bool isEndless(const Stmt &stmt) const {
    const Expr *cond = nullptr;
    const Stmt *body = nullptr;
    if (const auto *loop = llvm::dyn_cast<WhileStmt>(&stmt))
      cond = loop->getCond(), body = loop->getBody();
    else if (const auto *forLoop = llvm::dyn_cast<ForStmt>(&stmt))
      cond = forLoop->getCond(), body = forLoop->getBody();
    else
      return false;
    bool value = true;
    if (cond && (cond->isValueDependent() || !cond->EvaluateAsBooleanCondition(value, map_.ast())))
      return false;
    return value && !anyBelow(body, [](const Stmt &s) {
             return llvm::isa<BreakStmt, ReturnStmt, GotoStmt, CXXThrowExpr>(s);
           });
  }

  void surroundings() {
    if (callable_.decl->isTemplated())
      hazard("RP402", quoted() + " is opened inside a template", var_.getLocation());
    if (llvm::isa<CoroutineBodyStmt>(callable_.body))
      hazard("RP407", quoted() + " is opened inside a coroutine", var_.getLocation());
    for (const FoundOpen *found : found_)
      forkBefore(*found);
    comparedFailures();
  }

  /// A handler that looks into `what()` may look for the words of a failed connection.
  void comparedFailures() {
    llvm::SmallPtrSet<const Decl *, 4> texts; // `std::string message = e.what();`
    auto saysWhat = [&](const Stmt *stmt) {
      return anyBelow(stmt, [&](const Stmt &s) {
        if (const auto *ref = llvm::dyn_cast<DeclRefExpr>(&s))
          return texts.contains(ref->getDecl());
        const auto *call = llvm::dyn_cast<CXXMemberCallExpr>(&s);
        const CXXMethodDecl *method = call ? call->getMethodDecl() : nullptr;
        return method && method->getIdentifier() && method->getName() == "what";
      });
    };
    anyBelow(callable_.body, [&](const Stmt &s) {
      if (const auto *decl = llvm::dyn_cast<DeclStmt>(&s)) {
        for (const Decl *d : decl->decls())
          if (const auto *var = llvm::dyn_cast<VarDecl>(d);
              var && var->getInit() && isText(var->getType()) && saysWhat(var->getInit()))
            texts.insert(var);
        return false;
      }
      if (const auto *call = llvm::dyn_cast<CallExpr>(&s);
          call && searchesText(*call) && saysWhat(call)) {
        hazard("RP214", "the text of a caught failure is compared", call->getBeginLoc());
        return true;
      }
      return false;
    });
  }

  static bool isText(QualType type) {
    const auto *record = type->getAsCXXRecordDecl();
    return type->isPointerType() || (record && record->getName().contains("string"));
  }

  static bool searchesText(const CallExpr &call) {
    if (const auto *op = llvm::dyn_cast<CXXOperatorCallExpr>(&call))
      return op->getOperator() == OO_EqualEqual || op->getOperator() == OO_ExclaimEqual;
    const FunctionDecl *callee = call.getDirectCallee();
    if (!callee || !callee->getIdentifier())
      return false;
    const llvm::StringRef name = callee->getName();
    return name == "find" || name == "rfind" || name == "compare" || name == "contains" ||
           name == "starts_with" || name == "strstr" || name == "strcmp" || name == "strncmp" ||
           name == "regex_search" || name == "regex_match";
  }

  void forkBefore(const FoundOpen &found) {
    const unsigned at =
        map_.manager().getFileOffset(map_.manager().getExpansionLoc(found.location));
    anyBelow(callable_.body, [&](const Stmt &s) {
      const auto *call = llvm::dyn_cast<CallExpr>(&s);
      const FunctionDecl *callee = call ? call->getDirectCallee() : nullptr;
      if (callee && callee->getIdentifier() && callee->getName() == "fork" &&
          map_.manager().getFileOffset(map_.manager().getExpansionLoc(s.getBeginLoc())) < at) {
        hazard("RP107", quoted() + " is opened after a fork in the same function", s.getBeginLoc());
        return true;
      }
      return false;
    });
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
  const DeclStmt *declaration_ = nullptr;
  const CompoundStmt *block_ = nullptr;
};

} // namespace

Handle localHandle(const std::vector<const FoundOpen *> &opens, const SourceMap &map,
                   const DriverIndex &index, Callees &callees) {
  return LocalHandle(opens, map, index, callees).run();
}

Handle placeHandle(const FoundOpen &found, const SourceMap &map, const DriverIndex &index) {
  Handle handle;
  handle.driver = found.driver->name;
  handle.kind = found.kind;
  handle.shape = found.shape;
  handle.language = languageOf(map);
  handle.file = map.file(found.location);
  handle.name = found.destination;
  handle.function = found.callable ? found.callable->name : "";
  if (found.callable && found.callable->decl)
    handle.functionId = idOf(*found.callable->decl, map);
  handle.inMain = found.callable && found.callable->decl->isMain();
  Open open = describeOpen(found, map);
  open.inLoop = found.callable && found.expr && isInLoop(*found.expr, *found.callable);
  handle.opens.push_back(std::move(open));
  handle.sources = sourcesOf({&found});
  if (found.to)
    handle.handOvers.push_back(*found.to);
  auto hazard = [&](const char *code, std::string message) {
    handle.hazards.push_back({code, std::move(message), "", map.place(found.location)});
  };
  if (found.shape == OwnerShape::Value && !found.expr)
    hazard("RP213", found.destination + " is connected by a constructor that does not name it");
  if (found.shape == OwnerShape::Deleter && found.callable)
    if (auto problem =
            unknownDeleter(found.holderType, nullptr, {&found}, *found.callable, map, index))
      handle.hazards.push_back(std::move(*problem));
  if (found.callable && found.callable->decl && found.callable->decl->isTemplated())
    hazard("RP402", "it is opened inside a template");
  if (found.derivedClass)
    handle.hazards.push_back({"RP212", "the class derives from " + found.driver->leaseType, "",
                              map.place(found.location)});
  return handle;
}

Handle pointeeHandle(const std::vector<const FoundOpen *> &opens, const SourceMap &map,
                     const DriverIndex &index, Callees &callees) {
  const FoundOpen &first = *opens.front();
  Handle handle = placeHandle(first, map, index);
  std::vector<const Expr *> expressions = {first.expr};
  for (std::size_t i = 1; i < opens.size(); ++i) {
    handle.opens.push_back(placeHandle(*opens[i], map, index).opens.front());
    expressions.push_back(opens[i]->expr);
  }
  handle.sources = sourcesOf(opens);
  const Callable &callable = *first.callable;
  if (auto span = map.span(callable.body->getSourceRange()))
    handle.functionSpan = *span;
  const HandleExpr out(HandleExpr::Form::Pointee, *first.out);
  const UsesOfVariable uses = classifyUses(out, *first.driver, callable, map, index, expressions);
  handle.hazards.insert(handle.hazards.end(), uses.hazards.begin(), uses.hazards.end());
  handle.handOvers.insert(handle.handOvers.end(), uses.handOvers.begin(), uses.handOvers.end());
  handle.passed = uses.passed;
  handle.sql = uses.sql;
  handle.executes = uses.executes;
  const FlowPremise premise = premiseOf(handle, *first.driver);
  const FlowFacts facts =
      followHandle(out, *first.driver, callable, callees, uses, expressions, premise);
  if (!facts.analysed)
    handle.hazards.push_back({"RP305",
                              "the control flow around " + handle.name + " could not be followed",
                              "", map.place(first.location)});
  handle.hazards.insert(handle.hazards.end(), facts.hazards.begin(), facts.hazards.end());
  handle.againstPair = facts.reopened;
  handle.code = facts.code;
  handle.variants = flowVariants(handle, *first.driver, [&](const FlowPremise &other) {
    return followHandle(out, *first.driver, callable, callees, uses, expressions, other);
  });
  return handle;
}

ParameterFact parameterFact(const Callable &callable, unsigned parameter, const DriverSpec &driver,
                            const SourceMap &map, const DriverIndex &index, Callees &callees) {
  ParameterFact fact;
  fact.usr = usrOf(*callable.decl, map);
  fact.parameter = parameter;
  fact.function = callable.name;
  const ParmVarDecl &var = *callable.decl->getParamDecl(parameter);
  const HandleExpr handle = handleOf(var);
  UsesOfVariable uses = classifyUses(handle, driver, callable, map, index, {});
  fact.file = map.file(callable.decl->getLocation());
  fact.language = languageOf(map);
  fact.closes = describeCloses(uses, handle, driver, callable, map, nullptr);
  for (const Use &use : uses.uses) {
    if ((use.role == UseRole::Birth || use.role == UseRole::Clear) &&
        (var.getType()->isReferenceType() || handle.form == HandleExpr::Form::Pointee))
      fact.hazards.push_back(
          {"RP207", "'" + callable.name + "' changes it", "", map.place(use.ref->getBeginLoc())});
  }
  for (Problem &problem : uses.hazards) {
    problem.message = "in '" + callable.name + "' " + problem.message;
    fact.hazards.push_back(std::move(problem));
  }
  const HeldFacts &held = callees.held(callable.decl, parameter, driver);
  for (Problem problem : held.hazards) {
    problem.message = "in '" + callable.name + "' " + problem.message;
    fact.hazards.push_back(std::move(problem));
  }
  fact.closing = held.closing;
  fact.neverReturns = callees.neverReturns(callable.decl);
  fact.handOvers = std::move(uses.handOvers);
  fact.passed = std::move(uses.passed);
  fact.sql = std::move(uses.sql);
  fact.session = sessionUses(var, driver, callable, map, index);
  fact.executes = uses.executes;
  if (driver.handleIsObject) {
    DependentSql found = dependentSql("in '" + callable.name + "' '" + var.getNameAsString() + "'",
                                      driver, callable, map, index);
    fact.sql.insert(fact.sql.end(), found.texts.begin(), found.texts.end());
    fact.hazards.insert(fact.hazards.end(), found.hazards.begin(), found.hazards.end());
  }
  return fact;
}

} // namespace repool
