/// \file
/// What the statements of one function do to a variable that holds a text.
///
///   std::string q = "...";          the steps before `use`, in their order:
///   q += "...";                     append
///   if (all) use(q);
///
/// Steps are whole statements of the block that declares the variable. Any other mention that may
/// change it, a `goto` or a `switch` gives nothing.
#pragma once

#include "find/Callables.h"

#include <optional>
#include <vector>

namespace repool {

struct TextStep {
  unsigned index;                ///< of the statement in its block
  const clang::Expr *mention;    ///< of the variable
  const clang::CallExpr *prints; ///< snprintf or sprintf; null for the others
  const clang::Expr *text;       ///< what is assigned or appended
  bool appends;
};

/// std::string and its like, views of them and the formats of std and fmt.
bool isTextClass(clang::QualType type);

/// Every mention of \p var but those at \p except only reads it.
bool isOnlyRead(const clang::VarDecl &var, const Callable &callable,
                const std::vector<const clang::Expr *> &except = {});

/// The steps that fill \p var before \p use.
std::optional<std::vector<TextStep>> textSteps(const clang::VarDecl &var, const clang::Expr &use,
                                               const Callable &callable);

} // namespace repool
