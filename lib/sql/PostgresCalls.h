/// \file
/// What a call, an operator or a cast in a PostgreSQL statement adds to what the statement does.
/// Private to sql/.
///
/// Only the server's own are known (PostgresFunctions.h), and only where the program cannot have
/// put one of its own in their place.
#pragma once

#include "llvm/Support/JSON.h"
#include "sql/Statements.h"

namespace repool {

/// \p call is a FuncCall; its arguments are not looked at.
void judgeCall(const llvm::json::Object &call, const Schema &schema, Statement &statement);

/// \p name of an A_Expr.
void judgeOperator(const llvm::json::Array *name, Statement &statement);

/// \p type is a TypeName. A cast calls the type's input, its casts and the checks of a domain.
void judgeType(const llvm::json::Object &type, Statement &statement);

} // namespace repool
