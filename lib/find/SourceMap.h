/// \file
/// From clang's source locations to our spans and places, for one unit.
///
/// A span is given only where the whole range is spelled in one file, outside macros (a macro used
/// as a whole argument is spelled there); otherwise nothing, and the caller says *needs review*.
#pragma once

#include "clang/AST/ASTContext.h"
#include "llvm/ADT/DenseMap.h"
#include "model/Facts.h"
#include "model/Span.h"
#include "project/SourceStore.h"

#include <optional>
#include <string>

namespace repool {

class SourceMap {
public:
  SourceMap(clang::ASTContext &ast, SourceStore &sources, std::string root);

  /// The bytes of a token range, its last token included.
  std::optional<Span> span(clang::SourceRange range) const;

  /// The bytes of a statement with its `;`, if it has one.
  std::optional<Span> statement(const clang::Stmt &stmt) const;

  /// Canonical file of the expansion of \p location; "" if it has none.
  const std::string &file(clang::SourceLocation location) const;

  Place place(clang::SourceLocation location) const;

  /// In a file below the project's root, and not a system header.
  bool inProject(clang::SourceLocation location) const;

  /// Source text of \p span in the file of \p location.
  std::string text(Span span, clang::SourceLocation location) const;

  Language language() const;

  clang::ASTContext &ast() const { return ast_; }

  const clang::SourceManager &manager() const { return sm_; }

private:
  clang::ASTContext &ast_;
  const clang::SourceManager &sm_;
  SourceStore &sources_;
  std::string root_;
  mutable llvm::DenseMap<clang::FileID, std::string> files_;
};

} // namespace repool
