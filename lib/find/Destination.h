/// \file
/// Where a new handle goes: a variable, a field, the caller, an argument of the function.
///
///   PGconn *conn = PQconnectdb(..)  ->  LocalPointer, conn
///   return PQconnectdb(..)          ->  Returned
///   sqlite3_open(path, &db_)        ->  Member, Cache::db_
///
/// By the nodes around the open alone; who else has the place is asked later. What is in no list is
/// `Unknown`, or a `Temporary` where the value is used up on the spot.
#pragma once

#include "clang/AST/ExprCXX.h"
#include "clang/AST/ParentMap.h"
#include "find/DriverIndex.h"
#include "model/Facts.h"

namespace repool {

struct Destination {
  HandleKind kind = HandleKind::Unknown;
  const clang::VarDecl *var = nullptr;
  std::string text;                        ///< for messages: "'Cache::db'"
  const clang::ValueDecl *owner = nullptr; ///< the field or the parameter
};

/// Of \p var, which holds an \p object or a pointer to one.
HandleKind kindOfVariable(const clang::VarDecl &var, bool object);

/// Where a pointer is stored by `lhs = ...` or through `&lhs`.
Destination placeOf(const clang::Expr *lhs);

/// \p var, outside any body, is initialised with it.
Destination inGlobal(const clang::VarDecl &var);

/// Where the value of \p expr goes.
Destination destinationOf(const clang::Expr *expr, const clang::ParentMap &parents,
                          const DriverIndex &index);

/// Where \p call puts what it hands out through its argument number \p index.
Destination outArgument(const clang::CallExpr &call, unsigned index);

/// Where the handle lives that an open connects in place: `mysql_real_connect(conn, ...)`.
Destination connectedInPlace(const clang::Expr &handle);

} // namespace repool
