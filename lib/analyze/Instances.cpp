#include "analyze/Instances.h"

#include "analyze/Surroundings.h"
#include "clang/AST/ParentMap.h"
#include "find/Holders.h"
#include "find/ProjectVisitor.h"

#include <algorithm>

namespace repool {

using namespace clang;

namespace {

const RecordDecl *recordOf(QualType type) {
  while (const auto *array = type->getAsArrayTypeUnsafe())
    type = array->getElementType();
  const auto *record = llvm::dyn_cast_or_null<RecordDecl>(type.getCanonicalType()->getAsTagDecl());
  return record;
}

bool holdsHandle(const RecordDecl *record, const DriverIndex &index) {
  record = record ? record->getDefinition() : nullptr;
  return record && std::any_of(record->field_begin(), record->field_end(),
                               [&](const FieldDecl *f) { return handleDriver(*f, index); });
}

/// Objects of records that hold a handle, and calls of their methods.
class Objects : public ProjectVisitor<Objects> {
public:
  Objects(const SourceMap &map, const DriverIndex &index, TuFacts &facts)
      : ProjectVisitor(map), index_(index), facts_(facts) {}

  bool TraverseFunctionDecl(FunctionDecl *function) {
    return inside(function, [&] { return RecursiveASTVisitor::TraverseFunctionDecl(function); });
  }

  bool TraverseCXXMethodDecl(CXXMethodDecl *function) {
    return inside(function, [&] { return RecursiveASTVisitor::TraverseCXXMethodDecl(function); });
  }

  bool TraverseCXXConstructorDecl(CXXConstructorDecl *function) {
    return inside(function,
                  [&] { return RecursiveASTVisitor::TraverseCXXConstructorDecl(function); });
  }

  bool TraverseCXXDestructorDecl(CXXDestructorDecl *function) {
    return inside(function,
                  [&] { return RecursiveASTVisitor::TraverseCXXDestructorDecl(function); });
  }

  bool VisitVarDecl(VarDecl *var) {
    const RecordDecl *record = recordOf(var->getType());
    if (llvm::isa<ParmVarDecl>(var) && holdsHandle(record, index_))
      return instance(*record, InstanceLife::Unknown, var->getNameAsString(), var->getLocation()),
             true; // by value: a copy
    if (holdsHandle(record, index_) && var->isThisDeclarationADefinition()) {
      const bool forProgram = var->hasGlobalStorage() || (function_ && function_->isMain());
      const bool mayStay = function_ && function_->getBody() && hasOpenLoop(function_->getBody());
      instance(*record,
               forProgram                        ? InstanceLife::Program
               : mayStay || var->isInitCapture() ? InstanceLife::Unknown
                                                 : InstanceLife::Call,
               var->getNameAsString(), var->getLocation());
    }
    return true;
  }

  bool VisitFieldDecl(FieldDecl *field) {
    if (const RecordDecl *record = recordOf(field->getType()); holdsHandle(record, index_))
      add({usrOf(*record, map_), InstanceLife::Member, usrOf(*field->getParent(), map_),
           "'" + field->getQualifiedNameAsString() + "'", map_.place(field->getLocation())});
    return true;
  }

  bool VisitCXXRecordDecl(CXXRecordDecl *record) {
    if (record->isThisDeclarationADefinition())
      for (const CXXBaseSpecifier &base : record->bases())
        if (const auto *of = base.getType()->getAsCXXRecordDecl(); holdsHandle(of, index_))
          add({usrOf(*of, map_), InstanceLife::Unknown, "",
               "'" + record->getQualifiedNameAsString() + "', which derives from it",
               map_.place(record->getLocation())});
    return true;
  }

  /// `new Store`, `sizeof(struct ctx)` for malloc, `sizeof *ctx`.
  bool VisitCXXNewExpr(CXXNewExpr *made) {
    unknown(recordOf(made->getAllocatedType()), "new", made->getBeginLoc());
    return true;
  }

  bool VisitUnaryExprOrTypeTraitExpr(UnaryExprOrTypeTraitExpr *trait) {
    if (trait->getKind() == UETT_SizeOf)
      unknown(recordOf(trait->getTypeOfArgument()), "an object made by size", trait->getBeginLoc());
    return true;
  }

  /// `std::vector<Store>`, `std::make_shared<Store>()`.
  bool VisitTemplateSpecializationTypeLoc(TemplateSpecializationTypeLoc type) {
    for (unsigned i = 0; i < type.getNumArgs(); ++i)
      argument(type.getArgLoc(i).getArgument(), type.getBeginLoc());
    return true;
  }

  bool VisitDeclRefExpr(DeclRefExpr *ref) {
    if (ref->refersToEnclosingVariableOrCapture()) // `server.get("/", [&] { store.run(); })`
      unknown(recordOf(ref->getDecl()->getType().getNonReferenceType()), "what a lambda captures",
              ref->getBeginLoc());
    for (const TemplateArgumentLoc &arg : ref->template_arguments())
      argument(arg.getArgument(), ref->getBeginLoc());
    return true;
  }

  /// `std::thread(work, std::ref(store))`, `std::move(store)`: code that was not seen has it.
  bool VisitCallExpr(CallExpr *call) {
    const FunctionDecl *callee = call->getDirectCallee();
    if (!llvm::isa<CXXMemberCallExpr, CXXOperatorCallExpr>(call) &&
        !(callee && map_.inProject(callee->getLocation())))
      for (const Expr *arg : call->arguments())
        handedAway(*arg);
    return true;
  }

  bool VisitCXXConstructExpr(CXXConstructExpr *made) {
    if (!map_.inProject(made->getConstructor()->getLocation()))
      for (const Expr *arg : made->arguments())
        handedAway(*arg);
    return true;
  }

  bool VisitCXXTemporaryObjectExpr(CXXTemporaryObjectExpr *made) {
    unknown(recordOf(made->getType()), "a temporary", made->getBeginLoc());
    return true;
  }

  bool VisitCXXMemberCallExpr(CXXMemberCallExpr *call) {
    const CXXMethodDecl *method = call->getMethodDecl();
    if (!method || !map_.inProject(method->getLocation()) ||
        !holdsHandle(method->getParent(), index_))
      return true;
    const Expr *object = call->getImplicitObjectArgument()->IgnoreParenImpCasts();
    MemberCall fact{.callee = usrOf(*method, map_), .place = map_.place(call->getBeginLoc())};
    if (llvm::isa<CXXThisExpr>(object)) {
      fact.object = "this";
      fact.inConstructor = llvm::isa_and_nonnull<CXXConstructorDecl>(function_);
      fact.repeats = isRepeated(*call, nullptr);
    } else if (const auto *ref = llvm::dyn_cast<DeclRefExpr>(object)) {
      const auto *var = llvm::dyn_cast<VarDecl>(ref->getDecl());
      if (var && var->hasLocalStorage() && !var->getType()->isReferenceType() &&
          !llvm::isa<ParmVarDecl>(var)) {
        const Place place = map_.place(var->getLocation());
        fact.object =
            place.file + ":" + std::to_string(place.line) + ":" + std::to_string(place.column);
        fact.repeats = isRepeated(*call, var);
      }
    }
    facts_.memberCalls.push_back(std::move(fact));
    return true;
  }

private:
  template <typename Walk> bool inside(FunctionDecl *function, Walk walk) {
    const FunctionDecl *outer = function_;
    auto outerParents = std::move(parents_);
    function_ = function;
    parents_ = function->doesThisDeclarationHaveABody() && function->getBody()
                   ? std::make_shared<ParentMap>(function->getBody())
                   : nullptr;
    const bool result = walk();
    function_ = outer;
    parents_ = std::move(outerParents);
    return result;
  }

  /// A loop or lambda is around \p call, inside the block that declares \p var.
  bool isRepeated(const Expr &call, const VarDecl *var) const {
    if (!parents_)
      return true;
    for (const Stmt *p = parents_->getParent(&call); p; p = parents_->getParent(p)) {
      if (llvm::isa<ForStmt, WhileStmt, DoStmt, CXXForRangeStmt, LambdaExpr>(p))
        return true;
      if (const auto *block = llvm::dyn_cast<CompoundStmt>(p); block && var)
        for (const Stmt *child : block->body())
          if (const auto *decl = llvm::dyn_cast<DeclStmt>(child))
            if (std::find(decl->decl_begin(), decl->decl_end(), var) != decl->decl_end())
              return false;
    }
    return var != nullptr;
  }

  /// `for (;;)`, `while (true)`: who holds an object around it may hold it for ever.
  bool hasOpenLoop(const Stmt *body) const {
    return anyBelow(body, [&](const Stmt &s) {
      const Expr *condition = nullptr;
      if (const auto *loop = llvm::dyn_cast<ForStmt>(&s))
        condition = loop->getCond();
      else if (const auto *whileLoop = llvm::dyn_cast<WhileStmt>(&s))
        condition = whileLoop->getCond();
      else if (const auto *doLoop = llvm::dyn_cast<DoStmt>(&s))
        condition = doLoop->getCond();
      else
        return false;
      bool value = false;
      return !condition || (!condition->isValueDependent() &&
                            condition->EvaluateAsBooleanCondition(value, map_.ast()) && value);
    });
  }

  void argument(const TemplateArgument &arg, SourceLocation at) {
    if (arg.getKind() == TemplateArgument::Type)
      unknown(recordOf(arg.getAsType()), "a template's argument", at);
  }

  void handedAway(const Expr &arg) {
    const Expr *e = arg.IgnoreParenImpCasts();
    if (const auto *address = llvm::dyn_cast<UnaryOperator>(e);
        address && address->getOpcode() == UO_AddrOf)
      e = address->getSubExpr()->IgnoreParenImpCasts();
    if (const auto *ref = llvm::dyn_cast<DeclRefExpr>(e))
      unknown(recordOf(ref->getDecl()->getType().getNonReferenceType()),
              "what is given to code that was not seen", ref->getBeginLoc());
  }

  void unknown(const RecordDecl *record, const char *what, SourceLocation at) {
    if (holdsHandle(record, index_) && map_.inProject(at))
      add({usrOf(*record, map_), InstanceLife::Unknown, "", what, map_.place(at)});
  }

  void instance(const RecordDecl &record, InstanceLife life, const std::string &name,
                SourceLocation at) {
    const std::string of = function_ ? " of '" + function_->getQualifiedNameAsString() + "'" : "";
    add({usrOf(record, map_), life, "", "'" + name + "'" + of, map_.place(at)});
  }

  void add(Instance instance) { facts_.instances.push_back(std::move(instance)); }

  const DriverIndex &index_;
  TuFacts &facts_;
  const FunctionDecl *function_ = nullptr;
  std::shared_ptr<ParentMap> parents_;
};

} // namespace

void findInstances(const SourceMap &map, const DriverIndex &index, TuFacts &facts) {
  Objects(map, index, facts).TraverseDecl(map.ast().getTranslationUnitDecl());
}

} // namespace repool
