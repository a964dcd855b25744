/// \file
/// A statement text -> what each of its statements leaves on the session and needs from it, and
/// whether it writes.
///
///   "SELECT title FROM note WHERE id = $1"    stateless and read-only, if a schema says that
///   `note`
///                                             is a plain table: a view may call anything
///   "SET search_path = a; SELECT 1"           the first leaves a setting
///   "SELECT audit(1)"                         unknown: PostgreSQL has no such function of its own
///
/// Asked by decide, for the marks of a borrow. Never fails: a text that does not parse, a statement
/// without a row in the tables, a name that is not the server's own is *unknown*, which is never
/// safe. Pure; knows text and nothing of the program around it.
#pragma once

#include "sql/Schema.h"

#include <string>
#include <string_view>
#include <vector>

namespace repool {

/// Stands in a text for a number of integer type that is not known: `"... LIMIT " +
/// std::to_string(n)`.
inline constexpr char NumberHole = '\x01';

struct Statement {
  std::string kind;               ///< "SELECT", "CREATE TABLE"; for messages
  std::vector<std::string> state; ///< "leaves a setting", "needs the last value of a sequence"
  std::string unknown;            ///< why nothing is proved; empty: the rest is all there is
  bool writes = true;             ///< false: proved to write nothing

  void addState(std::string what);
  void addUnknown(std::string why); ///< the first reason is kept

  [[nodiscard]] bool isStateless() const { return unknown.empty() && state.empty(); }

  [[nodiscard]] bool isReadOnly() const { return isStateless() && !writes; }

  bool operator==(const Statement &) const = default;
};

/// The statements of \p text in their order; a text that cannot be divided into statements is one
/// unknown statement.
std::vector<Statement> readStatements(Dialect dialect, std::string_view text, const Schema &schema);

} // namespace repool
