/// \file
/// What each mention of a handle variable does: test, use, close, hand on, or something that a loan
/// would not survive.
///
///   DeclRefExpr of `conn` -> Use{role, call}  +  hazards, passed calls, SQL texts
///
/// The same walk serves local handles and handle parameters. What it does not recognise is a
/// hazard.
#pragma once

#include "find/FindOpens.h"
#include "find/HandleExpr.h"
#include "llvm/ADT/DenseMap.h"

namespace repool {

enum class UseRole {
  Birth, ///< the open that fills it (left of `=`, `&db` of sqlite3_open)
  Made,  ///< `conn = mysql_init(NULL)`: a handle, not connected yet
  Clear, ///< `conn = NULL`
  Test,  ///< compared with null, PQstatus
  Inspect,
  Execute,
  Close,
  HandOver, ///< returned or stored: what follows it elsewhere says what becomes of it
  Other     ///< a hazard was recorded
};

struct Use {
  UseRole role = UseRole::Other;
  const clang::Expr *ref = nullptr;
  const clang::CallExpr *call = nullptr; ///< the driver call, where there is one
  const clang::Stmt *event = nullptr;    ///< the node at which flow sees it
};

struct UsesOfVariable {
  std::vector<Use> uses;
  std::vector<Problem> hazards;
  std::vector<Passed> passed;
  std::vector<SqlText> sql;
  std::vector<HandOver> handOvers; ///< each with a hazard of the same place
  bool executes = false;
  std::vector<const clang::UnaryOperator *> addresses; ///< `&m`, where the variable is the handle
};

/// \p opens are the expressions that fill \p handle.
UsesOfVariable classifyUses(const HandleExpr &handle, const DriverSpec &driver,
                            const Callable &callable, const SourceMap &map,
                            const DriverIndex &index,
                            const std::vector<const clang::Expr *> &opens);

} // namespace repool
