/// \file
/// The text that an expression gives, followed through constants and through the ways programs
/// build statements.
///
///   "SELECT " COLUMNS " FROM t"                       literals, constants, +, std::string
///   std::string q = "..."; q += std::to_string(id);   straight lines of one block
///   snprintf(q, sizeof q, "... %d", id);              where the array is long enough
///   fmt::format("... {}", id)
///
/// A number of integer type that is not known becomes a hole; any other part that is not known
/// makes the whole text unknown, and so does whatever may change it in between. Never guesses.
#pragma once

#include "find/Callables.h"
#include "model/SessionFacts.h"

namespace repool {

/// \p callable holds \p expr. A parameter of it that is never changed is given by its number.
BuiltText builtText(const clang::Expr &expr, const Callable &callable, const SourceMap &map);

} // namespace repool
