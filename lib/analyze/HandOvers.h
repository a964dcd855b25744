/// \file
/// A handle that leaves its function: returned, or stored where others find it.
///
///   return conn;   *out = conn;   ctx->conn = conn;
///     -> a hazard, and the holder it goes to (HandOver), which lib/decide follows
///
/// Called for one mention each. A place that has no name in other units (an array, a global) is the
/// hazard alone. What a smart pointer lends is no hand-over: the smart pointer still ends it.
#pragma once

#include "analyze/HandleUses.h"

namespace repool {

/// `return conn;`
void returned(HandleUses &uses, const clang::Expr &ref, const clang::Stmt &statement);

/// `lhs = conn`
void stored(HandleUses &uses, const clang::Expr &lhs, const clang::Expr &ref,
            const clang::Stmt &event);

/// The handle goes on living in \p to; the hazard of the same place, which the caller adds, stays
/// until that is followed.
void handOver(HandleUses &uses, std::optional<HandOver> to, const clang::Expr &ref,
              const clang::Stmt &event);

} // namespace repool
