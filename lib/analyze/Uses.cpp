#include "analyze/Uses.h"

#include "analyze/Mention.h"
#include "analyze/OwnerUses.h"
#include "clang/AST/ExprCXX.h"
#include "find/Parents.h"
#include "find/SmartPointer.h"

#include <algorithm>

namespace repool {

using namespace clang;

namespace {

/// Meets each mention of the handle in a body once.
class Walk {
public:
  explicit Walk(HandleUses &uses) : uses_(uses), handle_(uses.handle), callable_(uses.callable) {}

  void run() {
    walk(callable_.body);
    if (const auto *ctor = llvm::dyn_cast<CXXConstructorDecl>(callable_.decl))
      for (const CXXCtorInitializer *init : ctor->inits())
        if (init->isWritten() && init->getInit())
          initializer(*init);
  }

private:
  /// A parameter kept by a constructor: `Repo(pqxx::connection &c) : conn_(c)`.
  void initializer(const CXXCtorInitializer &init) {
    if (mentions(init.getInit()))
      uses_.hazard("RP202",
                   uses_.name + " is stored in '" +
                       (init.isAnyMemberInitializer()
                            ? init.getAnyMember()->getQualifiedNameAsString()
                            : std::string("a base class")) +
                       "'",
                   init.getSourceLocation());
  }

  /// \p stmt itself, not what casts and parentheses are around it, so that it is met once.
  static const Stmt *bare(const Stmt *stmt) {
    return llvm::isa<DeclRefExpr, UnaryOperator, ArraySubscriptExpr, MemberExpr>(stmt) ? stmt
                                                                                       : nullptr;
  }

  bool denotes(const Stmt *stmt) const { return bare(stmt) && handle_.is(stmt); }

  bool mentions(const Stmt *stmt) const {
    if (!stmt)
      return false;
    if (denotes(stmt) || handle_.isAddress(bare(stmt)))
      return true;
    return std::any_of(stmt->child_begin(), stmt->child_end(),
                       [&](const Stmt *child) { return mentions(child); });
  }

  void walk(const Stmt *stmt) {
    if (!stmt)
      return;
    if (const auto *lambda = llvm::dyn_cast<LambdaExpr>(stmt); lambda && stmt != callable_.body) {
      if (!uses_.isField() && mentions(lambda->getBody())) // a lambda is a body of its own
        uses_.hazard("RP208", uses_.name + " is captured by a lambda", lambda->getBeginLoc());
      for (const Expr *init : lambda->capture_inits())
        if (init && !isPlainCapture(init))
          walk(init);
      return;
    }
    if (denotes(stmt)) {
      mention(*llvm::cast<Expr>(stmt));
      if (handle_.form == HandleExpr::Form::Pointee || plain(llvm::cast<Expr>(stmt)) != stmt)
        return; // `*out` is one mention, not one of `out` too; so is `*&conn`
    } else if (handle_.isAddress(bare(stmt))) {
      bareParameter(*llvm::cast<Expr>(stmt));
      if (plain(llvm::cast<Expr>(stmt)) != stmt)
        return;
    }
    for (const Stmt *child : stmt->children())
      walk(child);
  }

  /// `[&]` and `[conn]` name the variable itself; the body's mention was reported already.
  bool isPlainCapture(const Expr *init) const {
    return handle_.form == HandleExpr::Form::Variable && handle_.is(init);
  }

  /// `out` itself, which points to the handle: `sqlite3_open(path, out)`, `if (out)`.
  void bareParameter(const Expr &ref) {
    const Stmt *parent = parentPastCasts(*callable_.parents, &ref);
    if (const auto *call = llvm::dyn_cast_or_null<CallExpr>(parent);
        call && uses_.fillsDirectly(*call))
      return uses_.add(UseRole::Birth, ref, call, call);
    if (const auto *op = llvm::dyn_cast_or_null<BinaryOperator>(parent);
        op && (op->isEqualityOp() || op->isLogicalOp()))
      return;
    if (const auto *unary = llvm::dyn_cast_or_null<UnaryOperator>(parent);
        unary && unary->getOpcode() == UO_LNot)
      return;
    if (llvm::isa_and_nonnull<IfStmt, ConditionalOperator>(parent))
      return;
    uses_.hazard("RP209", "the address in " + uses_.name + " is used", ref.getBeginLoc());
  }

  /// What `*p`, `p->` and `p.get()` reach is the connection; anything else of a smart pointer is
  /// its own.
  void mention(const Expr &ref) {
    if (uses_.isOwner || uses_.driver.handleIsObject)
      if (const Expr *reached = dereferenced(ref, *callable_.parents))
        return reachedThrough(*reached);
    if (const Expr *pointer =
            uses_.driver.handleIsObject && !uses_.isOwner ? pointerTo(ref) : nullptr)
      return classifyMention(uses_, *pointer);
    uses_.isOwner ? classifyOwner(uses_, ref) : classifyMention(uses_, ref);
  }

  void reachedThrough(const Expr &ref) {
    if (const Expr *reached = dereferenced(ref, *callable_.parents))
      return reachedThrough(*reached);
    const Expr *pointer = pointerTo(ref);
    classifyMention(uses_, pointer ? *pointer : ref);
  }

  /// `count(&conn)`, where `conn` is the object: as good as a reference.
  const Expr *pointerTo(const Expr &ref) const {
    const auto *unary =
        llvm::dyn_cast_or_null<UnaryOperator>(parentPastCasts(*callable_.parents, &ref));
    const bool isAddress =
        unary && unary->getOpcode() == UO_AddrOf && ref.getType()->isRecordType();
    return isAddress && llvm::isa_and_nonnull<CallExpr, CXXConstructExpr>(
                            parentPastCasts(*callable_.parents, unary))
               ? unary
               : nullptr;
  }

  HandleUses &uses_;
  const HandleExpr &handle_;
  const Callable &callable_;
};

} // namespace

UsesOfVariable classifyUses(const HandleExpr &handle, const DriverSpec &driver,
                            const Callable &callable, const SourceMap &map,
                            const DriverIndex &index, const std::vector<const Expr *> &opens) {
  HandleUses uses(handle, driver, callable, map, index, opens);
  Walk(uses).run();
  return std::move(uses.found);
}

} // namespace repool
