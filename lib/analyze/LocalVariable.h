/// \file
/// The local variable that holds a handle: how it is declared, and in what form opens fill it.
///
///   PGconn *conn = PQconnectdb(url);              Declaration
///   conn = PQconnectdb(url);                      Statement
///   if (!(conn = PQconnectdb(url))) return;       Leading: evaluated first
///   ok && (conn = PQconnectdb(url))               Nested
///
/// Asked by LocalHandle before any use is looked at; by syntax. A declaration by a macro, and one
/// that is no statement of its own (`if (auto *conn = ...)`), are hazards.
#pragma once

#include "find/FindOpens.h"

namespace repool {

struct LocalVariable {
  const clang::VarDecl &decl;
  const DriverSpec &driver;
  const Callable &callable;
  const HandleKind kind;
  const clang::DeclStmt *declaration = nullptr; ///< null for a parameter
  const clang::CompoundStmt *block = nullptr;   ///< that has the declaration as a statement

  /// Finds the declaration; what edit needs of it goes to \p handle, as do hazards.
  void describe(Handle &handle, const SourceMap &map);

  /// Where \p found, which fills the variable, stands; \p open is completed with it.
  void place(Open &open, const FoundOpen &found, const Handle &handle, const SourceMap &map) const;
};

} // namespace repool
