/// \file
/// One handle, the body whose mentions of it are classified, and what was found so far.
///
///   Uses -> Mention -> OwnerUses, CallUses, ...: each adds to the one HandleUses -> UsesOfVariable
///
/// It lives for one classifyUses() and holds references to what that was given. It judges nothing:
/// whoever recognises a mention adds a use; whoever does not adds a hazard.
#pragma once

#include "analyze/Uses.h"

namespace repool {

struct HandleUses {
  HandleUses(const HandleExpr &handle, const DriverSpec &driver, const Callable &callable,
             const SourceMap &map, const DriverIndex &index,
             const std::vector<const clang::Expr *> &opens);

  void hazard(const char *code, std::string message, clang::SourceLocation at);

  void add(UseRole role, const clang::Expr &ref, const clang::CallExpr *call,
           const clang::Stmt *event);

  bool isField() const { return handle.form == HandleExpr::Form::Field; }

  /// An open that fills the handle is in \p stmt.
  bool fills(const clang::Stmt *stmt) const;

  /// \p call is such an open.
  bool fillsDirectly(const clang::CallExpr &call) const;

  /// \p text is executed on the handle.
  void statement(const clang::Expr &text);

  const HandleExpr &handle;
  const DriverSpec &driver;
  const Callable &callable;
  const SourceMap &map;
  const DriverIndex &index;
  const std::vector<const clang::Expr *> &opens;
  const std::string name; ///< for messages, quoted
  const bool isValue;     ///< `MYSQL m;`: the variable is the handle, not a pointer to it
  const bool isOwner;     ///< a smart pointer, not the handle itself
  UsesOfVariable found;
};

} // namespace repool
