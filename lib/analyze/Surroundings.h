/// \file
/// Where a node stands: its statement, its block, its loops; whether it is evaluated first.
///
/// Questions about parents only; nothing here knows drivers.
#pragma once

#include "find/FindOpens.h"

namespace repool {

struct Slot {
  const clang::Stmt *statement = nullptr;     ///< the statement that holds the node
  const clang::Stmt *parent = nullptr;        ///< what holds the statement
  const clang::CompoundStmt *block = nullptr; ///< parent, if it is a `{ }` block
};

/// The statement slot of \p node inside \p callable.
Slot slotOf(const clang::Stmt &node, const Callable &callable);

/// The nearest block around \p node, inside \p callable.
const clang::CompoundStmt *blockOf(const clang::Stmt &node, const Callable &callable);

/// A loop of \p callable is around \p node, up to \p limit (exclusive; null: the whole body).
bool isInLoop(const clang::Stmt &node, const Callable &callable,
              const clang::Stmt *limit = nullptr);

/// Nothing with an effect is evaluated in the statement before \p node, and node always is.
bool isEvaluatedFirst(const clang::Stmt &node, const clang::Stmt &statement,
                      const Callable &callable);

/// Any node below \p stmt (lambda bodies left out) satisfies \p is.
bool anyBelow(const clang::Stmt *stmt, llvm::function_ref<bool(const clang::Stmt &)> is);

} // namespace repool
