#include "analyze/Deleters.h"

#include "clang/AST/DeclTemplate.h"
#include "find/Parents.h"

#include <algorithm>

namespace repool {

using namespace clang;

namespace {

class Deleter {
public:
  Deleter(const Callable &callable, const SourceMap &map, const DriverIndex &index)
      : callable_(callable), map_(map), index_(index) {}

  /// The second argument of the constructor or reset() that takes \p handle.
  const Expr *argumentBeside(const Expr &handle) const {
    const Stmt *parent = parentPastCasts(*callable_.parents, &handle);
    if (const auto *made = llvm::dyn_cast_or_null<CXXConstructExpr>(parent))
      return second(made->arguments());
    if (const auto *call = llvm::dyn_cast_or_null<CXXMemberCallExpr>(parent))
      return second(call->arguments());
    return nullptr;
  }

  bool isSeen(const Expr &deleter) const {
    const Expr *e = deleter.IgnoreUnlessSpelledInSource();
    if (const auto *unary = llvm::dyn_cast<UnaryOperator>(e)) // `&PQfinish`, `+[](PGconn *c) {}`
      return isSeen(*unary->getSubExpr());
    if (llvm::isa<LambdaExpr>(e))
      return true;
    if (const auto *ref = llvm::dyn_cast<DeclRefExpr>(e))
      if (const auto *function = llvm::dyn_cast<FunctionDecl>(ref->getDecl()))
        return isSeen(*function);
    return isSeen(e->getType());
  }

  /// A class of the program whose call operator has a body, a lambda's among them.
  bool isSeen(QualType type) const {
    const auto *record = type->getAsCXXRecordDecl();
    if (!record || !record->hasDefinition())
      return false;
    if (record->isLambda())
      return true;
    return map_.inProject(record->getLocation()) &&
           std::any_of(record->method_begin(), record->method_end(), [](const CXXMethodDecl *m) {
             return m->getOverloadedOperator() == OO_Call && m->hasBody();
           });
  }

private:
  template <typename Arguments> static const Expr *second(Arguments arguments) {
    if (std::distance(arguments.begin(), arguments.end()) < 2)
      return nullptr;
    const Expr *argument = *std::next(arguments.begin());
    return llvm::isa<CXXDefaultArgExpr>(argument) ? nullptr : argument;
  }

  bool isSeen(const FunctionDecl &function) const {
    const auto known = index_.function(function.getQualifiedNameAsString());
    return map_.inProject(function.getLocation()) || (known && known->role == CallRole::Close);
  }

  const Callable &callable_;
  const SourceMap &map_;
  const DriverIndex &index_;
};

/// Of `std::unique_ptr<T, D>`: D. A std::shared_ptr has none in its type.
QualType deleterType(QualType type) {
  const auto *record =
      llvm::dyn_cast_or_null<ClassTemplateSpecializationDecl>(type->getAsCXXRecordDecl());
  return record && record->getTemplateArgs().size() > 1 ? record->getTemplateArgs()[1].getAsType()
                                                        : QualType();
}

} // namespace

std::optional<Problem> unknownDeleter(QualType owner, const Expr *init,
                                      const std::vector<const FoundOpen *> &opens,
                                      const Callable &callable, const SourceMap &map,
                                      const DriverIndex &index) {
  const Deleter deleter(callable, map, index);
  const QualType ofType = deleterType(owner);
  if (!ofType.isNull() && deleter.isSeen(ofType))
    return std::nullopt;
  const Expr *first =
      nullptr; // `std::unique_ptr<PGconn, void (*)(PGconn *)> c(nullptr, PQfinish);`
  if (init)
    if (const auto *made = llvm::dyn_cast<CXXConstructExpr>(init->IgnoreImplicit());
        made && made->getNumArgs() > 1)
      first = made->getArg(1);
  for (const FoundOpen *open : opens) {
    if (!open->source.empty()) // whoever opened it chose the deleter
      continue;
    const Expr *beside = deleter.argumentBeside(*open->expr);
    if (!beside && !ofType.isNull())
      beside = first;
    if (!beside || !deleter.isSeen(*beside))
      return Problem{"RP223", "what ends " + open->destination + " was not seen", "",
                     map.place(open->location)};
  }
  return std::nullopt;
}

} // namespace repool
