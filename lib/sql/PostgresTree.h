/// \file
/// PostgreSQL's own parser, as libpg_query brings it: text -> tree of JSON.
///
/// The only place that knows libpg_query. Safe to call from several threads.
#pragma once

#include "llvm/Support/JSON.h"

#include <string>
#include <string_view>
#include <variant>

namespace repool {

/// The list of statements, each {"stmt": {"SelectStmt": {...}}}; or the parser's words.
std::variant<llvm::json::Array, std::string> parsePostgres(std::string_view text);

/// The text of a list of {"String": {"sval": ...}}, the last one; "" if there is none.
llvm::StringRef lastName(const llvm::json::Array *names);

/// The same for the first one.
llvm::StringRef firstName(const llvm::json::Array &names);

/// The only entry of a wrapped node, {"SelectStmt": {...}}: its name and object; null if it is
/// none.
std::pair<llvm::StringRef, const llvm::json::Object *> unwrapped(const llvm::json::Object &node);

} // namespace repool
