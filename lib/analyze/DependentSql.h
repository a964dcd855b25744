/// \file
/// Statements that objects of the client library execute: `tx.exec("...")`.
///
/// Which of a function's connections runs them is not asked: they count for each, which errs on the
/// safe side.
#pragma once

#include "find/Callables.h"
#include "find/DriverIndex.h"
#include "model/Facts.h"

namespace repool {

struct DependentSql {
  std::vector<SqlText> texts;
  std::vector<Problem> hazards; ///< of what they leave; they speak of \p name
};

/// Adds the text that \p arg hands to the server, and what it leaves.
void addStatement(DependentSql &sql, const clang::Expr &arg, const std::string &name,
                  const Callable &callable, const SourceMap &map);

DependentSql dependentSql(const std::string &name, const DriverSpec &driver,
                          const Callable &callable, const SourceMap &map, const DriverIndex &index);

} // namespace repool
