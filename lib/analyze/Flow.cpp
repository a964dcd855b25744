#include "analyze/Flow.h"

#include "analyze/Makers.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Analysis/CFG.h"
#include "find/Holders.h"
#include "find/Parents.h"
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
  Handed = 64,    ///< open, and somebody else's to close
  Callers = 128,  ///< a parameter that still holds what the caller gave
  Marks = CodeStale | Worked
};

enum class Event {
  Birth,
  Made,
  Clear,
  Close,
  MayClose,
  HandOver,
  Inspect,
  Execute,
  CodeOverwritten
};

class Follow {
public:
  Follow(const HandleExpr &handle, const DriverSpec &driver, const Callable &callable,
         Callees &callees, const UsesOfVariable &uses, const std::vector<const Expr *> &opens,
         const FlowPremise &premise)
      : handle_(handle), driver_(driver), callable_(callable), callees_(callees),
        map_(callees.map()), opens_(opens), premise_(premise),
        name_("'" + handle.decl->getNameAsString() + "'") {
    for (const Expr *open : opens)
      events_[open] = Event::Birth;
    const VarDecl *var = variableOf(handle);
    if (const CallExpr *maker = var ? makerCall(var->getInit(), driver) : nullptr)
      events_[maker] = Event::Made;
    codes_.insert(premise.results.begin(), premise.results.end());
    for (const Use &use : uses.uses)
      if (use.role == UseRole::Close)
        events_[use.event] = Event::Close;
      else if (use.role == UseRole::Made)
        events_[use.event] = Event::Made;
      else if (use.role == UseRole::Clear)
        events_[use.event] = Event::Clear;
      else if (use.role == UseRole::HandOver)
        events_[use.event] = Event::HandOver;
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
    settle(*cfg, (isParameter() ? Callers : None) | CodeStale);
    report(*cfg);
    return std::move(facts_);
  }

  HeldFacts runHeld() {
    const bool closesAny = std::any_of(events_.begin(), events_.end(), [](const auto &entry) {
      return entry.second == Event::Close || entry.second == Event::MayClose;
    });
    const std::unique_ptr<CFG> cfg = graph();
    if (!closesAny || !cfg)
      return {closesAny ? Closing::Sometimes : Closing::Never, {}};
    settle(*cfg, Open | CodeStale);
    report(*cfg);
    const unsigned atExit = in_[cfg->getExit().getBlockID()] & ~Marks;
    const Closing closing = atExit == Open  ? Closing::Never // the process ends where it closes
                            : atExit & Open ? Closing::Sometimes
                                            : Closing::Always;
    return {closing, std::move(facts_.hazards)};
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
      if (const CalleePremise *premise = premiseOn(*callee, i);
          premise && isGiven(*use.call->getArg(i))) {
        if (premise->returns)
          events_[use.call] = Event::Close;
        else
          ends_.insert(use.call);
      } else if (isGiven(*use.call->getArg(i))) {
        switch (callees_.held(callee, i, driver_).closing) {
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
  }

  const CalleePremise *premiseOn(const FunctionDecl &callee, unsigned parameter) const {
    for (const CalleePremise &premise : premise_.callees)
      if (premise.parameter == parameter && premise.usr == usrOf(callee, map_))
        return &premise;
    return nullptr;
  }

  /// Variables that receive the return code of an open: `rc = sqlite3_open(...)`.
  void findCodeVariables(const Stmt *stmt) {
    if (!stmt || (premise_.code == CodeMeaning::Nothing && premise_.results.empty()))
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
    if (premise_.code != CodeMeaning::Nothing)
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

  /// `void save(sqlite3 *db) { sqlite3_open(path, &db); ... }`
  bool isParameter() const {
    return handle_.form == HandleExpr::Form::Variable && llvm::isa<ParmVarDecl>(handle_.decl);
  }

  static bool readsHandle(Event event) {
    return event != Event::Birth && event != Event::Made && event != Event::Clear &&
           event != Event::CodeOverwritten;
  }

  unsigned transfer(unsigned state, const Stmt *stmt, bool reporting) {
    const auto event = eventOf(stmt);
    if (!event)
      return state;
    if (reporting && (state & Callers) && readsHandle(*event))
      facts_.hazards.push_back(
          problem("RP209", " may still hold the caller's connection where it is used", stmt));
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
    case Event::HandOver: // what is connected in place is another handle afterwards
      if (reporting && (state & Failed) && !premise_.inPlace.empty())
        facts_.hazards.push_back(
            problem("RP209", " is handed out where it may not be connected yet", stmt));
      return state & Open ? (state & ~Open) | Handed : state;
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
          call && (ends_.contains(call) || callees_.neverReturns(call->getDirectCallee())))
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
      if (holds && (op->getOpcode() == BO_LT || op->getOpcode() == BO_GT) &&
          isZero(*op->getRHS()) &&
          tested(*op->getLHS()) == Tested::CodeIsZero) // `open_db(&db) < 0`: not zero
        return narrowBy(Tested::CodeIsZero, false, state);
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
      if (isZero(constant))
        return narrowBy(Tested::CodeIsZero, equal, state);
      return equal && isNotZero(constant) ? narrowBy(Tested::CodeIsZero, false, state) : state;
    default:
      return state;
    }
  }

  unsigned narrowBy(Tested what, bool holds, unsigned state) const {
    const unsigned marks = state & Marks;
    unsigned states = state & ~Marks;
    switch (what) {
    case Tested::NotNull:
      states = holds ? states & ~None : states & ~(Open | Closed | Failed | Handed | Callers);
      if (!holds && states == 0)
        states = None;
      break;
    case Tested::IsOpen:
      if (!holds && (states & (Open | Handed)) && !(marks & Worked))
        states = (states & ~(Open | Handed)) | Failed;
      if (holds)
        states &= ~Failed;
      break;
    case Tested::Connected:
    case Tested::CodeIsZero:
      if (marks & CodeStale)
        break;
      if (what == Tested::CodeIsZero && premise_.code == CodeMeaning::NonZeroIsOpen)
        holds = !holds;
      if (!holds && (states & (Open | Handed)))
        states = (states & ~(Open | Handed)) | Failed;
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
    return llvm::isa<IntegerLiteral, GNUNullExpr, CXXNullPtrLiteralExpr, CStyleCastExpr,
                     CXXBoolLiteralExpr>(e) ||
           truthOf(expr).has_value();
  }

  /// The value of a constant, `true`, `-1` and `SQLITE_OK` among them.
  std::optional<bool> truthOf(const Expr &expr) const {
    Expr::EvalResult value;
    if (expr.isValueDependent() || !expr.getType()->isIntegralOrEnumerationType() ||
        !expr.EvaluateAsInt(value, map_.ast()))
      return std::nullopt;
    return value.Val.getInt() != 0;
  }

  bool isZero(const Expr &expr) const { return truthOf(expr) == false; }

  bool isNotZero(const Expr &expr) const { return truthOf(expr) == true; }

  Tested tested(const Expr &expr) const {
    const Expr *e = expr.IgnoreParenImpCasts();
    if (const auto *op = llvm::dyn_cast<BinaryOperator>(e); op && op->getOpcode() == BO_Assign) {
      if (handle_.is(op->getLHS()))
        return Tested::NotNull; // `(conn = mysql_init(NULL)) == NULL`
      return fills(op) && !premise_.byArgument && premise_.results.empty() ? Tested::NotNull
                                                                           : tested(*op->getRHS());
    }
    if (isResult(*e))
      return Tested::Connected;
    if (isVar(*e))
      return Tested::NotNull;
    if (const auto *ref = llvm::dyn_cast<DeclRefExpr>(e)) {
      if (codes_.contains(llvm::dyn_cast<VarDecl>(ref->getDecl())))
        return Tested::CodeIsZero;
    }
    if (const auto *call = llvm::dyn_cast<CallExpr>(e)) {
      if (connectsInPlace(call))
        return Tested::Connected;
      if (std::find(opens_.begin(), opens_.end(), call) != opens_.end())
        return !premise_.byArgument                    ? Tested::NotNull
               : premise_.code != CodeMeaning::Nothing ? Tested::CodeIsZero
                                                       : Tested::Nothing;
      const FunctionDecl *callee = call->getDirectCallee();
      if (callee && callee->getIdentifier() && call->getNumArgs() > 0)
        for (const std::string &test : driver_.tests)
          if (callee->getName() == test && isVar(*call->getArg(0)))
            return Tested::IsOpen;
    }
    return Tested::Nothing;
  }

  /// The handle itself, `&m` where the variable is no pointer, or a second name of it.
  bool isVar(const Expr &expr) const {
    if (handle_.is(&expr) || isResult(expr))
      return true;
    const auto *unary = llvm::dyn_cast<UnaryOperator>(expr.IgnoreParenImpCasts());
    return unary && unary->getOpcode() == UO_AddrOf &&
           unary->getSubExpr()->getType()->isRecordType() && handle_.is(unary->getSubExpr());
  }

  /// As an argument: the handle, or its address.
  bool isGiven(const Expr &expr) const {
    const auto *unary = llvm::dyn_cast<UnaryOperator>(plain(&expr));
    return isVar(expr) ||
           (unary && unary->getOpcode() == UO_AddrOf && handle_.is(unary->getSubExpr()));
  }

  bool isResult(const Expr &expr) const {
    const auto *ref = llvm::dyn_cast<DeclRefExpr>(expr.IgnoreParenImpCasts());
    return ref && std::find(premise_.results.begin(), premise_.results.end(), ref->getDecl()) !=
                      premise_.results.end();
  }

  bool connectsInPlace(const Stmt *stmt) const {
    return std::find(premise_.inPlace.begin(), premise_.inPlace.end(), stmt) !=
           premise_.inPlace.end();
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
        if (!next || next.getReachableBlock() != &cfg.getExit())
          continue;
        value(*block, state);
        if ((state & Open) && handle_.form == HandleExpr::Form::Variable)
          facts_.leaks.push_back(leak(*block));
      }
    }
    facts_.code = zeroIsOpen_ && !nonZeroIsOpen_   ? CodeMeaning::ZeroIsOpen
                  : nonZeroIsOpen_ && !zeroIsOpen_ ? CodeMeaning::NonZeroIsOpen
                                                   : CodeMeaning::Nothing;
  }

  /// What `return 0`, `return rc`, `return PQstatus(*out) == CONNECTION_OK` say of a handle that
  /// may be open for the caller.
  void value(const CFGBlock &block, unsigned state) {
    const ReturnStmt *ret = nullptr;
    for (const CFGElement &element : block)
      if (auto stmt = element.getAs<CFGStmt>())
        if (const auto *found = llvm::dyn_cast<ReturnStmt>(stmt->getStmt()))
          ret = found;
    const Expr *returned = ret ? ret->getRetValue() : nullptr;
    if (!returned || !returned->getType()->isIntegralOrEnumerationType()) {
      zeroIsOpen_ = nonZeroIsOpen_ = false;
      return;
    }
    const bool mayBeOpen = state & (Open | Handed);
    if (const std::optional<bool> truth = truthOf(*returned)) {
      if (mayBeOpen)
        (*truth ? zeroIsOpen_ : nonZeroIsOpen_) = false;
      return;
    }
    if (tested(*returned) == Tested::CodeIsZero && premise_.code == CodeMeaning::ZeroIsOpen &&
        !(state & CodeStale)) {
      nonZeroIsOpen_ = false;
      return;
    }
    if (narrow(*returned, false, state) & (Open | Handed))
      nonZeroIsOpen_ = false;
    if (narrow(*returned, true, state) & (Open | Handed))
      zeroIsOpen_ = false;
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

  const HandleExpr &handle_;
  const DriverSpec &driver_;
  const Callable &callable_;
  Callees &callees_;
  const SourceMap &map_;
  const std::vector<const Expr *> &opens_;
  const FlowPremise &premise_;
  std::string name_;
  bool zeroIsOpen_ = true; ///< not yet disproved
  bool nonZeroIsOpen_ = true;
  llvm::DenseMap<const Stmt *, Event> events_;
  llvm::SmallPtrSet<const CallExpr *, 2> ends_; ///< calls that are taken not to return
  llvm::SmallPtrSet<const VarDecl *, 2> codes_; ///< tell whether the open failed
  llvm::SmallPtrSet<const Stmt *, 2> ownAssignments_;
  std::vector<unsigned> in_;
  FlowFacts facts_;
};

} // namespace

FlowPremise premiseOf(const DriverSpec &driver) {
  return {.byArgument = driver.failureIsCode,
          .code = driver.failureIsCode ? CodeMeaning::ZeroIsOpen : CodeMeaning::Nothing};
}

FlowFacts followHandle(const HandleExpr &handle, const DriverSpec &driver, const Callable &callable,
                       Callees &callees, const UsesOfVariable &uses,
                       const std::vector<const Expr *> &opens, const FlowPremise &premise) {
  return Follow(handle, driver, callable, callees, uses, opens, premise).run();
}

HeldFacts followHeld(const HandleExpr &handle, const DriverSpec &driver, const Callable &callable,
                     Callees &callees, const UsesOfVariable &uses) {
  const std::vector<const Expr *> none;
  const FlowPremise premise = premiseOf(driver);
  return Follow(handle, driver, callable, callees, uses, none, premise).runHeld();
}

} // namespace repool
