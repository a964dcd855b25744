/// \file
/// Which expressions denote something that a region has made itself.
///
///   std::vector<Book> books;   books, books[0].title, std::move(books): own
///   auto &out = titles;        out: not, if `titles` is not
///
/// Asked by Effects.h before something is changed. By syntax: what a pointer or an iterator shows
/// is never own.
#pragma once

#include "clang/AST/ASTContext.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"

namespace repool {

class OwnValues {
public:
  explicit OwnValues(clang::ASTContext &ast) : ast_(ast) {}

  void add(const clang::VarDecl &var) { vars_.insert(&var); }

  /// \p var goes over the elements of \p range: it is own if that is.
  void addRange(const clang::VarDecl &var, const clang::Expr &range) { ranges_[&var] = &range; }

  /// \p expr denotes a variable of the region, a part of one, or a temporary.
  bool isOwn(const clang::Expr &written) const;

  /// What a function is given by reference or pointer.
  bool isGivenOwn(const clang::Expr &arg) const;

  /// What a method is called on.
  bool isOwnObject(const clang::Expr &object) const;

  bool ownsThis = false; ///< `*this` is judged where the method is called

private:
  bool isOwn(const clang::ValueDecl &decl) const;

  /// `names[0]`, `std::move(name)`, `user.name.append(x)`.
  bool givesPartOfOwn(const clang::CallExpr &call) const;

  clang::ASTContext &ast_;
  llvm::DenseSet<const clang::VarDecl *> vars_;
  llvm::DenseMap<const clang::VarDecl *, const clang::Expr *> ranges_;
};

} // namespace repool
