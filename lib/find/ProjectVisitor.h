/// \file
/// A walk over a unit that leaves out what stands outside the project's own files.
#pragma once

#include "clang/AST/RecursiveASTVisitor.h"
#include "find/SourceMap.h"

namespace repool {

template <typename Derived> class ProjectVisitor : public clang::RecursiveASTVisitor<Derived> {
  friend Derived;

  explicit ProjectVisitor(const SourceMap &map) : map_(map) {}

public:
  bool TraverseDecl(clang::Decl *decl) {
    if (decl && decl->getLocation().isValid() &&
        !llvm::isa<clang::NamespaceDecl, clang::LinkageSpecDecl>(decl) &&
        !map_.inProject(decl->getLocation()))
      return true;
    return clang::RecursiveASTVisitor<Derived>::TraverseDecl(decl);
  }

protected:
  const SourceMap &map_;
};

} // namespace repool
