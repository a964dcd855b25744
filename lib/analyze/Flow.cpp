#include "analyze/Flow.h"

#include "analyze/Makers.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Analysis/CFG.h"
#include "llvm/ADT/SmallPtrSet.h"

#include <deque>

namespace repool {

using namespace clang;

namespace {

enum State : unsigned {
  None = 1, ///< not opened, or null
  Open = 2,
  Failed = 4, ///< the open failed, or is still to come: the handle owns memory, no session
  Closed = 8,
  CodeStale = 16, ///< not a state: the open's return code was overwritten
  Worked = 32,    ///< not a state: it executed something, so a bad status is no failed open
  Marks = CodeStale | Worked
};

enum class Event { Birth, Made, Clear, Close, MayClose, Inspect, Execute, CodeOverwritten };

class Follow {
public:
  Follow(const VarDecl &var, const DriverSpec &driver, const Callable &callable, Callees &callees,
         const UsesOfVariable &uses, const std::vector<const Expr *> &opens,
         const std::vector<const VarDecl *> &results)
      : var_(var), driver_(driver), callable_(callable), callees_(callees), map_(callees.map()),
        opens_(opens), name_("'" + var.getNameAsString() + "'"),
        results_(results.begin(), results.end()) {
    for (const Expr *open : opens)
      events_[open] = Event::Birth;
    if (const CallExpr *maker = makerCall(var.getInit(), driver))
      events_[maker] = Event::Made;
    codes_.insert(results.begin(), results.end());
    for (const Use &use : uses.uses)
      if (use.role == UseRole::Close)
        events_[use.event] = Event::Close;
      else if (use.role == UseRole::Made)
        events_[use.event] = Event::Made;
      else if (use.role == UseRole::Clear)
        events_[use.event] = Event::Clear;
      else if (use.role == UseRole::Execute)
        addCall(use);
      else if (use.role == UseRole::Inspect)
        events_[use.ref] = Event::Inspect;
    findCodeVariables(callable.body);
  }

  FlowFacts run() {
    const std::unique_ptr<CFG> cfg = graph();
    if (!cfg)
      return {};
    facts_.analysed = true;
    settle(*cfg, None | CodeStale);
    report(*cfg);
    return std::move(facts_);
  }

  Closing runParameter() {
    const bool closesAny = std::any_of(events_.begin(), events_.end(), [](const auto &entry) {
      return entry.second == Event::Close || entry.second == Event::MayClose;
    });
    const std::unique_ptr<CFG> cfg = graph();
    if (!closesAny || !cfg)
      return closesAny ? Closing::Sometimes : Closing::Never;
    settle(*cfg, Open | CodeStale);
    const unsigned atExit = in_[cfg->getExit().getBlockID()];
    return atExit & Open ? Closing::Sometimes : Closing::Always;
  }

private:
  std::unique_ptr<CFG> graph() const {
    CFG::BuildOptions options;
    options.setAllAlwaysAdd();
    options.PruneTriviallyFalseEdges = true;
    return CFG::buildCFG(callable_.decl, const_cast<Stmt *>(callable_.body), &map_.ast(), options);
  }

  /// A call of the program's own may close the handle; it is used before that.
  void addCall(const Use &use) {
    events_[use.ref] = Event::Execute;
    const FunctionDecl *callee = use.call ? use.call->getDirectCallee() : nullptr;
    if (!callee)
      return;
    for (unsigned i = 0; i < use.call->getNumArgs(); ++i)
      if (isVar(*use.call->getArg(i)))
        switch (callees_.closes(callee, i, driver_)) {
        case Closing::Never:
          break;
        case Closing::Sometimes:
          events_[use.call] = Event::MayClose;
          break;
        case Closing::Always:
          events_[use.call] = Event::Close;
          break;
        }
  }

  /// Variables that receive the return code of an open: `rc = sqlite3_open(...)`.
  void findCodeVariables(const Stmt *stmt) {
    if (!stmt || !(driver_.failureIsCode || !results_.empty()))
      return;
    for (const Expr *open : opens_) {
      const Stmt *parent = parentPastCasts(*callable_.parents, open);
      if (const auto *op = llvm::dyn_cast_or_null<BinaryOperator>(parent);
          op && op->getOpcode() == BO_Assign) {
        if (const auto *ref = llvm::dyn_cast<DeclRefExpr>(op->getLHS()->IgnoreParenImpCasts()))
          addCode(llvm::dyn_cast<VarDecl>(ref->getDecl()));
        ownAssignments_.insert(op);
      }
      if (const auto *decl = llvm::dyn_cast_or_null<DeclStmt>(parent); decl && decl->isSingleDecl())
        addCode(llvm::dyn_cast<VarDecl>(decl->getSingleDecl()));
    }
  }

  void addCode(const VarDecl *var) {
    if (driver_.failureIsCode)
      codes_.insert(var);
  }

  std::optional<Event> eventOf(const Stmt *stmt) const {
    if (auto it = events_.find(stmt); it != events_.end())
      return it->second;
    if (const auto *op = llvm::dyn_cast<BinaryOperator>(stmt);
        op && op->isAssignmentOp() && !ownAssignments_.contains(op))
      if (const auto *ref = llvm::dyn_cast<DeclRefExpr>(op->getLHS()->IgnoreParenImpCasts()))
        if (codes_.contains(llvm::dyn_cast<VarDecl>(ref->getDecl())))
          return Event::CodeOverwritten;
    return std::nullopt;
  }

  unsigned transfer(unsigned state, const Stmt *stmt, bool reporting) {
    const auto event = eventOf(stmt);
    if (!event)
      return state;
    const unsigned marks = state & Marks;
    switch (*event) {
    case Event::Birth:
      if (reporting && (state & Open))
        facts_.reopened.push_back(
            problem("RP310", " is opened again while it may still be open", stmt));
      if (reporting && (state & Closed) && connectsInPlace(stmt))
        facts_.hazards.push_back(problem("RP301", " may already be closed where it is used", stmt));
      return Open;
    case Event::Made:
      if (reporting && (state & Open))
        facts_.leaks.push_back(problem("RP303", " is made anew while it may still be open", stmt));
      return None | Failed | CodeStale;
    case Event::Clear:
      if (reporting && (state & Open))
        facts_.leaks.push_back(
            problem("RP303", " is set to null while it may still be open", stmt));
      return None | marks;
    case Event::Close:
      if (reporting && (state & Closed))
        facts_.hazards.push_back(problem("RP302", " may already be closed here", stmt));
      return Closed | marks;
    case Event::MayClose:
      return state | Closed;
    case Event::Inspect:
    case Event::Execute:
      if (reporting && (state & Closed))
        facts_.hazards.push_back(problem("RP301", " may already be closed where it is used", stmt));
      return *event == Event::Execute ? state | Worked : state;
    case Event::CodeOverwritten:
      return state | CodeStale;
    }
    return state;
  }

  Problem problem(const char *code, const char *what, const Stmt *stmt) const {
    return {code, name_ + what, "", map_.place(stmt->getBeginLoc())};
  }

  /// The state at the end of \p block; nothing where a call in it does not return: the process ends
  /// there, and the session with it.
  std::optional<unsigned> transferBlock(const CFGBlock &block, unsigned state, bool reporting) {
    for (const CFGElement &element : block) {
      const auto stmt = element.getAs<CFGStmt>();
      if (!stmt)
        continue;
      state = transfer(state, stmt->getStmt(), reporting);
      if (const auto *call = llvm::dyn_cast<CallExpr>(stmt->getStmt());
          call && callees_.neverReturns(call->getDirectCallee()))
        return std::nullopt;
    }
    if (block.hasNoReturnElement())
      return std::nullopt;
    return state;
  }

  /// The state on the edge to successor \p index (0: condition true) of \p block.
  unsigned edge(const CFGBlock &block, unsigned index, unsigned state) const {
    if (block.succ_size() != 2 || llvm::isa_and_nonnull<SwitchStmt>(block.getTerminatorStmt()))
      return state;
    const Expr *condition = block.getLastCondition();
    return condition ? narrow(*condition, index == 0, state) : state;
  }

  enum class Tested { Nothing, NotNull, IsOpen, IsFailed, CodeIsZero, Connected };

  unsigned narrow(const Expr &condition, bool holds, unsigned state) const {
    const Expr *e = condition.IgnoreParenImpCasts();
    if (const auto *unary = llvm::dyn_cast<UnaryOperator>(e);
        unary && unary->getOpcode() == UO_LNot)
      return narrow(*unary->getSubExpr(), !holds, state);
    if (const auto *op = llvm::dyn_cast<BinaryOperator>(e)) {
      if (op->isLogicalOp()) // only the operand that decides this edge is known: the last one
        return narrow(*op->getRHS(), holds, state);
      if (op->getOpcode() == BO_Assign)
        return narrowBy(tested(*op->getRHS()), holds, state);
      if (op->isEqualityOp()) {
        const bool equal = op->getOpcode() == BO_EQ;
        return narrowEquality(*op->getLHS(), *op->getRHS(), holds == equal, state);
      }
      return state;
    }
    switch (tested(*e)) {
    case Tested::NotNull:
      return narrowBy(Tested::NotNull, holds, state);
    case Tested::Connected:
      return narrowBy(Tested::Connected, holds, state);
    case Tested::CodeIsZero: // `if (rc)`: true is failure
      return narrowBy(Tested::CodeIsZero, !holds, state);
    default:
      return state;
    }
  }

  unsigned narrowEquality(const Expr &lhs, const Expr &rhs, bool equal, unsigned state) const {
    if (!isConstant(lhs) && !isConstant(rhs))
      return state;
    const Expr &other = isConstant(rhs) ? lhs : rhs;
    const Expr &constant = isConstant(rhs) ? rhs : lhs;
    switch (tested(other)) {
    case Tested::NotNull: // conn == NULL
      return narrowBy(Tested::NotNull, !equal, state);
    case Tested::Connected: // mysql_real_connect(conn, ...) == NULL
      return narrowBy(Tested::Connected, !equal, state);
    case Tested::IsOpen: { // PQstatus(conn) == CONNECTION_OK
      if (const auto *ref = llvm::dyn_cast<DeclRefExpr>(constant.IgnoreParenImpCasts())) {
        if (ref->getDecl()->getName().ends_with("_OK"))
          return narrowBy(Tested::IsOpen, equal, state);
        if (ref->getDecl()->getName().ends_with("_BAD"))
          return narrowBy(Tested::IsOpen, !equal, state);
      }
      return state;
    }
    case Tested::CodeIsZero:
      return isZero(constant) ? narrowBy(Tested::CodeIsZero, equal, state) : state;
    default:
      return state;
    }
  }

  static unsigned narrowBy(Tested what, bool holds, unsigned state) {
    const unsigned marks = state & Marks;
    unsigned states = state & ~Marks;
    switch (what) {
    case Tested::NotNull:
      states = holds ? states & ~None : states & ~(Open | Closed | Failed);
      if (!holds && states == 0)
        states = None;
      break;
    case Tested::IsOpen:
      if (!holds && (states & Open) && !(marks & Worked))
        states = (states & ~Open) | Failed;
      if (holds)
        states &= ~Failed;
      break;
    case Tested::Connected:
    case Tested::CodeIsZero:
      if (marks & CodeStale)
        break;
      if (!holds && (states & Open))
        states = (states & ~Open) | Failed;
      if (holds)
        states &= ~Failed;
      break;
    case Tested::Nothing:
    case Tested::IsFailed:
      break;
    }
    return states | marks;
  }

  bool isConstant(const Expr &expr) const {
    const Expr *e = expr.IgnoreParenImpCasts();
    if (const auto *ref = llvm::dyn_cast<DeclRefExpr>(e))
      return llvm::isa<EnumConstantDecl>(ref->getDecl());
    return llvm::isa<IntegerLiteral, GNUNullExpr, CXXNullPtrLiteralExpr, CStyleCastExpr>(e);
  }

  bool isZero(const Expr &expr) const {
    const auto *literal = llvm::dyn_cast<IntegerLiteral>(expr.IgnoreParenImpCasts());
    return literal && literal->getValue() == 0;
  }

  Tested tested(const Expr &expr) const {
    const Expr *e = expr.IgnoreParenImpCasts();
    if (const auto *op = llvm::dyn_cast<BinaryOperator>(e); op && op->getOpcode() == BO_Assign) {
      const auto *to = llvm::dyn_cast<DeclRefExpr>(op->getLHS()->IgnoreParenImpCasts());
      if (to && to->getDecl() == &var_)
        return Tested::NotNull; // `(conn = mysql_init(NULL)) == NULL`
      return fills(op) && !driver_.failureIsCode && results_.empty() ? Tested::NotNull
                                                                     : tested(*op->getRHS());
    }
    if (const auto *ref = llvm::dyn_cast<DeclRefExpr>(e)) {
      if (ref->getDecl() == &var_)
        return Tested::NotNull;
      const auto *var = llvm::dyn_cast<VarDecl>(ref->getDecl());
      if (results_.contains(var))
        return Tested::Connected;
      if (codes_.contains(var))
        return Tested::CodeIsZero;
    }
    if (const auto *call = llvm::dyn_cast<CallExpr>(e)) {
      if (connectsInPlace(call))
        return Tested::Connected;
      if (std::find(opens_.begin(), opens_.end(), call) != opens_.end())
        return driver_.failureIsCode ? Tested::CodeIsZero : Tested::NotNull;
      const FunctionDecl *callee = call->getDirectCallee();
      if (callee && callee->getIdentifier() && call->getNumArgs() > 0)
        for (const std::string &test : driver_.tests)
          if (callee->getName() == test && isVar(*call->getArg(0)))
            return Tested::IsOpen;
    }
    return Tested::Nothing;
  }

  /// `conn`, or `&m` where the variable is the handle itself.
  static const DeclRefExpr *named(const Expr &expr) {
    const Expr *e = expr.IgnoreParenImpCasts();
    if (const auto *unary = llvm::dyn_cast<UnaryOperator>(e);
        unary && unary->getOpcode() == UO_AddrOf)
      e = unary->getSubExpr()->IgnoreParenImpCasts();
    return llvm::dyn_cast<DeclRefExpr>(e);
  }

  bool isVar(const Expr &expr) const {
    const DeclRefExpr *ref = named(expr);
    return ref &&
           (ref->getDecl() == &var_ || results_.contains(llvm::dyn_cast<VarDecl>(ref->getDecl())));
  }

  /// One of the opens, of the kind that takes the handle as an argument.
  bool connectsInPlace(const Stmt *stmt) const {
    const auto *call = llvm::dyn_cast<CallExpr>(stmt);
    return call && std::find(opens_.begin(), opens_.end(), call) != opens_.end() &&
           std::any_of(call->arg_begin(), call->arg_end(), [&](const Expr *arg) {
             const DeclRefExpr *ref = named(*arg);
             return ref && ref->getDecl() == &var_;
           });
  }

  bool fills(const Stmt *stmt) const {
    if (!stmt)
      return false;
    if (std::find(opens_.begin(), opens_.end(), stmt) != opens_.end())
      return true;
    return std::any_of(stmt->child_begin(), stmt->child_end(),
                       [&](const Stmt *child) { return fills(child); });
  }

  void settle(const CFG &cfg, unsigned entry) {
    in_.assign(cfg.getNumBlockIDs(), 0);
    in_[cfg.getEntry().getBlockID()] = entry;
    std::deque<const CFGBlock *> work = {&cfg.getEntry()};
    while (!work.empty()) {
      const CFGBlock *block = work.front();
      work.pop_front();
      const std::optional<unsigned> out = transferBlock(*block, in_[block->getBlockID()], false);
      if (!out)
        continue;
      unsigned index = 0;
      for (const CFGBlock::AdjacentBlock &next : block->succs()) {
        const unsigned state = edge(*block, index++, *out);
        if (!next || (state & ~Marks) == 0)
          continue;
        unsigned &target = in_[next->getBlockID()];
        if ((target | state) != target) {
          target |= state;
          work.push_back(next);
        }
      }
    }
  }

  void report(const CFG &cfg) {
    for (const CFGBlock *block : cfg) {
      const unsigned in = in_[block->getBlockID()];
      if ((in & ~Marks) == 0)
        continue;
      const std::optional<unsigned> out = transferBlock(*block, in, true);
      if (!out)
        continue;
      unsigned index = 0;
      for (const CFGBlock::AdjacentBlock &next : block->succs()) {
        const unsigned state = edge(*block, index++, *out);
        if (next && next.getReachableBlock() == &cfg.getExit() && (state & Open))
          facts_.leaks.push_back(leak(*block));
      }
    }
  }

  Problem leak(const CFGBlock &block) const {
    SourceLocation at = callable_.body->getEndLoc();
    for (const CFGElement &element : block)
      if (auto stmt = element.getAs<CFGStmt>(); stmt && llvm::isa<ReturnStmt>(stmt->getStmt()))
        at = stmt->getStmt()->getBeginLoc();
    const Place place = map_.place(at);
    return {"RP303",
            name_ + " is still open where the function ends at line " + std::to_string(place.line),
            "", place};
  }

  const VarDecl &var_;
  const DriverSpec &driver_;
  const Callable &callable_;
  Callees &callees_;
  const SourceMap &map_;
  const std::vector<const Expr *> &opens_;
  std::string name_;
  llvm::DenseMap<const Stmt *, Event> events_;
  llvm::SmallPtrSet<const VarDecl *, 2> codes_;   ///< tell whether the open failed
  llvm::SmallPtrSet<const VarDecl *, 2> results_; ///< of these, the second names of the handle
  llvm::SmallPtrSet<const Stmt *, 2> ownAssignments_;
  std::vector<unsigned> in_;
  FlowFacts facts_;
};

} // namespace

FlowFacts followHandle(const VarDecl &var, const DriverSpec &driver, const Callable &callable,
                       Callees &callees, const UsesOfVariable &uses,
                       const std::vector<const Expr *> &opens,
                       const std::vector<const VarDecl *> &results) {
  return Follow(var, driver, callable, callees, uses, opens, results).run();
}

Closing followParameter(const VarDecl &var, const DriverSpec &driver, const Callable &callable,
                        Callees &callees, const UsesOfVariable &uses) {
  const std::vector<const Expr *> none;
  return Follow(var, driver, callable, callees, uses, none, {}).runParameter();
}

} // namespace repool
