/// \file
/// The call that makes a handle which another call connects: mysql_init.
///
///   MYSQL *c = mysql_init(NULL);     made here, a pointer: it may become another one
///   MYSQL m; mysql_init(&m);         the variable is the handle: it must become a pointer first
///   MYSQL *c = mysql_init(&m);       made of another variable, which keeps the old one: a problem
///
/// Asked once per handle that is connected in place, after its uses are classified. A handle that
/// this function did not make is a problem: whoever made it may keep a copy of the pointer.
/// So is an end of the whole client library in this function (`mysql_library_end`): it would take
/// the pool's handles along.
#pragma once

#include "analyze/Uses.h"
#include "model/Facts.h"

namespace repool {

/// \p expr is a call of one of the \p driver's makers; null if it is not.
const clang::CallExpr *makerCall(const clang::Expr *expr, const DriverSpec &driver);

/// \p maker makes a new handle, or makes the one of \p var again: `c = mysql_init(c)`.
bool makesOwn(const clang::CallExpr &maker, const clang::VarDecl &var, const SourceMap &map,
              const DriverIndex &index);

/// \p var is the handle itself and not a pointer to it: `MYSQL m;`.
bool isValueHandle(const clang::VarDecl &var, const DriverSpec &driver, const DriverIndex &index);

struct MadeHandle {
  std::optional<ValueHandle> value;
  std::vector<Problem> hazards;
};

/// How \p var, which one of \p opens connects in place, is made in \p callable.
MadeHandle madeHandle(const clang::VarDecl &var, const std::vector<const FoundOpen *> &opens,
                      const UsesOfVariable &uses, const Callable &callable, const SourceMap &map,
                      const DriverIndex &index);

} // namespace repool
