/// \file
/// What a mention of a smart pointer that owns a connection does to the pointer itself: tests it,
/// fills it, empties it, hands it over.
///
///   conn = std::make_unique<...>(...)   conn.reset()   if (conn)   return std::move(conn);
///
/// What it reaches (`*conn`, `conn->`, `conn.get()`) is the connection, and classified as one. A
/// method or a copy that is not in the list may take the connection away: a hazard.
#pragma once

#include "analyze/HandleUses.h"

namespace repool {

/// \p ref is the smart pointer of \p uses.
void classifyOwner(HandleUses &uses, const clang::Expr &ref);

} // namespace repool
