#include "analyze/ProgramMentions.h"

#include "find/Holders.h"
#include "find/ProjectVisitor.h"
#include "llvm/ADT/DenseSet.h"

namespace repool {

using namespace clang;

namespace {

class Mentions : public ProjectVisitor<Mentions> {
public:
  Mentions(const SourceMap &map, const DriverIndex &index, TuFacts &facts)
      : ProjectVisitor(map), index_(index), facts_(facts) {}

  bool TraverseDecltypeTypeLoc(DecltypeTypeLoc) { return true; }

  bool TraverseUnaryExprOrTypeTraitExpr(UnaryExprOrTypeTraitExpr *) { return true; }

  bool VisitCallExpr(CallExpr *call) {
    called_.insert(call->getCallee()->IgnoreParenImpCasts());
    return true;
  }

  bool VisitDeclRefExpr(DeclRefExpr *ref) {
    if (const auto *function = llvm::dyn_cast<FunctionDecl>(ref->getDecl()))
      mention(*function, ref->getLocation(), called_.contains(ref));
    return true;
  }

  bool VisitMemberExpr(MemberExpr *member) {
    if (const auto *function = llvm::dyn_cast<FunctionDecl>(member->getMemberDecl()))
      mention(*function, member->getMemberLoc(), called_.contains(member));
    return true;
  }

  /// `delete conn_;` closes what `new` opened.
  bool VisitCXXDeleteExpr(CXXDeleteExpr *end) {
    const QualType type = end->getDestroyedType();
    const auto match = index_.handleClass(type.isNull() ? nullptr : type->getAsCXXRecordDecl());
    if (!match.driver || match.derived || end->isArrayForm() || !map_.inProject(end->getBeginLoc()))
      return true;
    CloseMention close{.driver = match.driver->name,
                       .closer = std::string(DeleteExpression),
                       .place = map_.place(end->getBeginLoc()),
                       .inMacro = end->getBeginLoc().isMacroID()};
    const auto name = map_.span(SourceRange(end->getBeginLoc()));
    const auto argument = map_.span(end->getArgument()->getSourceRange());
    if (name && argument) {
      close.name = *name;
      close.argument = *argument;
    } else {
      close.inMacro = true;
    }
    facts_.closes.push_back(std::move(close));
    return true;
  }

  bool VisitUnresolvedLookupExpr(UnresolvedLookupExpr *lookup) {
    for (const NamedDecl *decl : lookup->decls())
      if (const auto *function = llvm::dyn_cast<FunctionDecl>(decl->getUnderlyingDecl()))
        mention(*function, lookup->getNameLoc(), false);
    return true;
  }

private:
  void mention(const FunctionDecl &function, SourceLocation at, bool called) {
    if (!function.getIdentifier())
      return;
    if (map_.inProject(function.getLocation())) {
      if (!called)
        holder(function, at);
      return;
    }
    const auto known = index_.function(function.getQualifiedNameAsString());
    if (!known || known->role != CallRole::Close || !map_.inProject(at))
      return;
    CloseMention close{.driver = known->driver->name,
                       .closer = known->driver->closes[known->index].name,
                       .place = map_.place(at),
                       .inMacro = at.isMacroID()};
    if (auto span = map_.span(SourceRange(at)))
      close.name = *span;
    else
      close.inMacro = true;
    facts_.closes.push_back(std::move(close));
  }

  void holder(const FunctionDecl &function, SourceLocation at) {
    if (returnedDriver(function, index_))
      if (auto result = resultOf(function, map_, at))
        facts_.named.push_back({result->holder, result->place});
    for (const ParmVarDecl *parameter : function.parameters())
      if (pointeeDriver(parameter->getType(), index_))
        if (auto pointee = pointeeOf(*parameter, map_, at))
          facts_.named.push_back({pointee->holder, pointee->place});
  }

  const DriverIndex &index_;
  TuFacts &facts_;
  llvm::DenseSet<const Expr *> called_;
};

} // namespace

void findMentions(const SourceMap &map, const DriverIndex &index, TuFacts &facts) {
  Mentions(map, index, facts).TraverseDecl(map.ast().getTranslationUnitDecl());
}

} // namespace repool
