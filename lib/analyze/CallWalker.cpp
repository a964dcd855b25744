#include "analyze/CallWalker.h"

#include "analyze/CallIds.h"
#include "analyze/CallMeanings.h"
#include "analyze/Constructions.h"
#include "analyze/Forks.h"
#include "analyze/FunctionUse.h"
#include "analyze/Loops.h"
#include "analyze/Surroundings.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/DenseSet.h"

#include <algorithm>

namespace repool {

using namespace clang;

namespace {

class CallWalker {
public:
  CallWalker(const SourceMap &map, CallHolders &holders, FunctionFact &fact,
             const ParentMap &parents)
      : map_(map), holders_(holders), fact_(fact), parents_(&parents) {}

  /// \p root with the ParentMap that was given; \p once: of static storage.
  void body(const Stmt *root, bool once = false) {
    root_ = root;
    once_ = once;
    jumpsBack_ = jumpsBack(root, map_);
    walk(root);
    once_ = false;
  }

  /// An initialiser, which stands outside the body's ParentMap.
  void initialiser(const Expr *init) {
    if (!init)
      return;
    const ParentMap own(const_cast<Expr *>(init));
    const ParentMap *outer = std::exchange(parents_, &own);
    walk(init);
    parents_ = outer;
  }

private:
  void walk(const Stmt *stmt) {
    if (!stmt)
      return;
    if (const auto *lambda = llvm::dyn_cast<LambdaExpr>(stmt); lambda && stmt != root_) {
      mention(*lambda, *lambda->getCallOperator());
      for (const Expr *init : lambda->capture_inits())
        walk(init);
      return;
    }
    if (llvm::isa<WhileStmt, DoStmt, ForStmt, CXXForRangeStmt>(stmt))
      return loop(*stmt);
    if (llvm::isa<ReturnStmt>(stmt)) {
      const std::vector<Loop> outer = std::exchange(loops_, {});
      children(*stmt);
      loops_ = outer;
      return;
    }
    if (llvm::isa<SwitchStmt>(stmt)) {
      const Stmt *outer = std::exchange(breaksFrom_, stmt);
      children(*stmt);
      breaksFrom_ = outer;
      return;
    }
    if (const auto *block = llvm::dyn_cast<CompoundStmt>(stmt))
      return compound(*block);
    if (const auto *branch = llvm::dyn_cast<IfStmt>(stmt))
      return conditional(*branch);
    if (const auto *decl = llvm::dyn_cast<DeclStmt>(stmt))
      return declaration(*decl);
    if (const auto *init = llvm::dyn_cast<CXXDefaultInitExpr>(stmt))
      return initialiser(init->getExpr());
    if (const auto *call = llvm::dyn_cast<CallExpr>(stmt))
      this->call(*call);
    else if (const auto *made = llvm::dyn_cast<CXXConstructExpr>(stmt))
      constructed(*made->getConstructor(), made->getBeginLoc());
    else if (const auto *ref = llvm::dyn_cast<DeclRefExpr>(stmt))
      reference(*ref);
    else if (const auto *member = llvm::dyn_cast<MemberExpr>(stmt))
      field(*member);
    children(*stmt);
  }

  void children(const Stmt &stmt) {
    for (const Stmt *child : stmt.children())
      walk(child);
  }

  // --- what repeats

  void loop(const Stmt &stmt) {
    if (const auto *counted = llvm::dyn_cast<ForStmt>(&stmt))
      walk(counted->getInit());
    if (const auto *range = llvm::dyn_cast<CXXForRangeStmt>(&stmt)) {
      walk(range->getInit());
      walk(range->getRangeInit());
    }
    loops_.push_back({&stmt, kindOf(stmt)});
    const Stmt *outer = std::exchange(breaksFrom_, &stmt);
    if (const auto *range = llvm::dyn_cast<CXXForRangeStmt>(&stmt)) {
      walk(range->getBody());
    } else {
      const auto *counted = llvm::dyn_cast<ForStmt>(&stmt);
      for (const Stmt *child : stmt.children())
        if (!counted || child != counted->getInit())
          walk(child);
    }
    breaksFrom_ = outer;
    loops_.pop_back();
  }

  /// `if (found) { run(); break; }`: what stands in a block that leaves the loop is not repeated.
  void compound(const CompoundStmt &block) {
    const Stmt *last = block.body_empty() ? nullptr : block.body_back();
    const std::vector<Loop> outer = loops_;
    const auto jumps = [](const Stmt &s) {
      return llvm::isa<ContinueStmt, GotoStmt, IndirectGotoStmt>(s);
    };
    if (last && !loops_.empty() && !anyBelow(&block, jumps)) {
      if (llvm::isa<ReturnStmt>(last))
        loops_.clear();
      else if (llvm::isa<BreakStmt>(last) && breaksFrom_ == loops_.back().stmt)
        loops_.pop_back();
    }
    children(block);
    loops_ = outer;
  }

  [[nodiscard]] LoopKind loopAt(unsigned at) const {
    LoopKind kind = LoopKind::None;
    for (const Loop &loop : loops_)
      kind = std::max(kind, loop.kind);
    for (const auto &[from, until] : jumpsBack_)
      if (from <= at && at <= until)
        kind = LoopKind::Open;
    return kind;
  }

  // --- fork

  /// `if (pid == 0) { child } else { parent }` and what follows a child that ends is the parent.
  void conditional(const IfStmt &branch) {
    walk(branch.getInit());
    if (branch.getConditionVariableDeclStmt())
      walk(branch.getConditionVariableDeclStmt());
    walk(branch.getCond());
    const bool child = branch.getCond() && forked_.asksForChild(branch.getCond());
    walk(branch.getThen());
    const std::vector<std::vector<Loop>> forks = forks_;
    if (child)
      forks_.clear();
    walk(branch.getElse());
    if (child && ends(branch.getThen()))
      return;
    forks_ = forks;
  }

  [[nodiscard]] bool isAfterFork() const {
    return std::any_of(forks_.begin(), forks_.end(), [&](const std::vector<Loop> &fork) {
      return std::all_of(loops_.begin(), loops_.end(), [&](const Loop &loop) {
        return std::any_of(fork.begin(), fork.end(),
                           [&](const Loop &other) { return other.stmt == loop.stmt; });
      });
    });
  }

  // --- calls and mentions

  void declaration(const DeclStmt &decl) {
    for (const Decl *d : decl.decls()) {
      const auto *var = llvm::dyn_cast<VarDecl>(d);
      if (!var || !var->getInit())
        continue;
      if (forked_.isResult(var->getInit()))
        forked_.addResult(*var);
      const bool outer = once_;
      once_ |= var->isStaticLocal();
      walk(var->getInit());
      once_ = outer;
    }
  }

  void call(const CallExpr &call) {
    if (const auto *op = llvm::dyn_cast<CXXOperatorCallExpr>(&call);
        op && op->getOperator() == OO_Call && op->getNumArgs() > 0)
      called_.insert(op->getArg(0)->IgnoreParenImpCasts());
    called_.insert(call.getCallee()->IgnoreParenImpCasts());
    if (const FunctionDecl *callee = call.getDirectCallee())
      return callOf(*callee, call);
    const Expr *target = call.getCallee()->IgnoreParenImpCasts();
    while (const auto *unary = llvm::dyn_cast<UnaryOperator>(target)) // (*route->run)(request)
      called_.insert(target = unary->getSubExpr()->IgnoreParenImpCasts());
    if (const auto *member = llvm::dyn_cast<MemberExpr>(target))
      if (const auto *field = llvm::dyn_cast<FieldDecl>(member->getMemberDecl()))
        add(CallKind::Call, idOf(*field), call.getBeginLoc());
    byName(*target, call.getBeginLoc());
  }

  void callOf(const FunctionDecl &callee, const CallExpr &call) {
    if (map_.inProject(callee.getLocation())) {
      add(CallKind::Call, idOf(callee, map_), call.getBeginLoc());
      return;
    }
    // `handler(request)` of a std::function in a field.
    if (const auto *op = llvm::dyn_cast<CXXOperatorCallExpr>(&call);
        op && op->getOperator() == OO_Call && op->getNumArgs() > 0)
      if (const auto *member = llvm::dyn_cast<MemberExpr>(op->getArg(0)->IgnoreParenImpCasts()))
        if (const auto *field = llvm::dyn_cast<FieldDecl>(member->getMemberDecl()))
          add(CallKind::Call, idOf(*field), call.getBeginLoc());
    if (!callee.getIdentifier())
      return;
    if (goesOnTwice(callee.getName()))
      fact_.forks.push_back({map_.place(call.getBeginLoc()), offsetOf(call.getBeginLoc(), map_)});
    switch (meaningOf(callee.getQualifiedNameAsString())) {
    case CallMeaning::Serves:
      if (fact_.serves.empty())
        fact_.serves = callee.getQualifiedNameAsString();
      break;
    case CallMeaning::Forks:
      forks_.push_back(loops_);
      break;
    case CallMeaning::ReadsEnvironment:
      readsEnvironment(call);
      break;
    default:
      for (const CXXConstructorDecl *ctor : madeBy(callee, map_))
        constructed(*ctor, call.getBeginLoc());
    }
  }

  void readsEnvironment(const CallExpr &call) {
    if (call.getNumArgs() == 0 || !fact_.cgi.empty())
      return;
    const auto *name = llvm::dyn_cast<StringLiteral>(call.getArg(0)->IgnoreParenImpCasts());
    if (name && name->isOrdinary() && isCgiVariable(name->getString()))
      fact_.cgi = name->getString().str();
  }

  void constructed(const CXXConstructorDecl &ctor, SourceLocation at) {
    for (const FunctionDecl *function : runBy(ctor, map_))
      add(CallKind::Call, idOf(*function, map_), at);
  }

  /// In a template, what is called is known by its name only.
  void byName(const Expr &target, SourceLocation at) {
    if (const auto *lookup = llvm::dyn_cast<OverloadExpr>(&target)) {
      for (const NamedDecl *decl : lookup->decls())
        if (const auto *function = decl->getUnderlyingDecl()->getAsFunction();
            function && map_.inProject(function->getLocation()))
          add(CallKind::Call, idOf(*function, map_), at);
      if (lookup->getName().isIdentifier() && llvm::isa<UnresolvedMemberExpr>(lookup))
        add(CallKind::Call, idOfName(lookup->getName().getAsString()), at);
    } else if (const auto *member = llvm::dyn_cast<CXXDependentScopeMemberExpr>(&target)) {
      if (member->getMember().isIdentifier())
        add(CallKind::Call, idOfName(member->getMember().getAsString()), at);
    }
  }

  void reference(const DeclRefExpr &ref) {
    if (called_.contains(&ref))
      return;
    if (const auto *function = llvm::dyn_cast<FunctionDecl>(ref.getDecl())) {
      if (map_.inProject(function->getLocation()))
        mention(ref, *function);
    } else if (const auto *var = llvm::dyn_cast<VarDecl>(ref.getDecl())) {
      const auto *record = var->getType().getNonReferenceType()->getAsCXXRecordDecl();
      if (record && record->isLambda() && record->getLambdaCallOperator())
        mention(ref, *record->getLambdaCallOperator());
    }
  }

  void mention(const Stmt &stmt, const FunctionDecl &function) {
    if (called_.contains(&stmt))
      return;
    const FunctionUse over = functionUse(stmt, *parents_);
    if (over.nowhere)
      return;
    CallFact &fact = add(over.kind, idOf(function, map_), stmt.getBeginLoc());
    fact.to = over.to;
    if (over.holder) {
      fact.holder = idOf(*over.holder);
      hold(*over.holder);
    }
  }

  /// A field that holds functions, read to be called later: it may be called at any time.
  void field(const MemberExpr &member) {
    const auto *field = llvm::dyn_cast<FieldDecl>(member.getMemberDecl());
    if (!field || called_.contains(&member) || !map_.inProject(field->getLocation()))
      return;
    const QualType type = field->getType();
    const auto *record = type->getAsCXXRecordDecl();
    if (!type->isFunctionPointerType() &&
        !(record && record->getQualifiedNameAsString() == "std::function"))
      return;
    const FunctionUse over = functionUse(member, *parents_);
    if (over.nowhere)
      return;
    add(CallKind::Handed, idOf(*field), member.getBeginLoc()).to = over.to;
    hold(*field);
  }

  void hold(const FieldDecl &field) {
    FunctionFact &fact = holders_[idOf(field)];
    fact.id = idOf(field);
    fact.name = field.getQualifiedNameAsString();
    fact.simple = field.getNameAsString();
    fact.place = map_.place(field.getLocation());
  }

  CallFact &add(CallKind kind, std::string callee, SourceLocation at) {
    const unsigned where = offsetOf(at, map_);
    fact_.calls.push_back({.callee = std::move(callee),
                           .kind = once_ && kind == CallKind::Call ? CallKind::Once : kind,
                           .loop = loopAt(where),
                           .afterFork = isAfterFork(),
                           .place = map_.place(at),
                           .offset = where});
    return fact_.calls.back();
  }

  const SourceMap &map_;
  CallHolders &holders_;
  FunctionFact &fact_;
  const ParentMap *parents_;
  const Stmt *root_ = nullptr;
  const Stmt *breaksFrom_ = nullptr;
  std::vector<Loop> loops_;
  std::vector<std::vector<Loop>> forks_; ///< the loops around each fork so far
  Forks forked_;
  std::vector<std::pair<unsigned, unsigned>> jumpsBack_; ///< offsets: label, goto
  llvm::DenseSet<const Stmt *> called_;                  ///< mentions that are calls
  bool once_ = false;
};

} // namespace

void writeCalls(const Stmt *body, const std::vector<const Expr *> &initialisers,
                const ParentMap &parents, const SourceMap &map, CallHolders &holders,
                FunctionFact &fact) {
  CallWalker walker(map, holders, fact, parents);
  walker.body(body);
  for (const Expr *init : initialisers)
    walker.initialiser(init);
}

void writeStaticCalls(const Expr *init, const SourceMap &map, CallHolders &holders,
                      FunctionFact &fact) {
  const ParentMap parents(const_cast<Expr *>(init));
  CallWalker(map, holders, fact, parents).body(init, true);
}

} // namespace repool
