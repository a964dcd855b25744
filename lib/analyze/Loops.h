/// \file
/// What repeats in a body: its loops, and jumps back to a label.
#pragma once

#include "clang/AST/Stmt.h"
#include "find/SourceMap.h"
#include "model/Calls.h"

#include <utility>
#include <vector>

namespace repool {

struct Loop {
  const clang::Stmt *stmt = nullptr;
  LoopKind kind = LoopKind::Open;
};

/// `for (init; cond; step)` and ranges end by themselves; all others may serve for ever.
LoopKind kindOf(const clang::Stmt &loop);

/// `while (true)` without break or return.
bool isEndless(const clang::Stmt &stmt, const SourceMap &map);

/// `goto again;` behind `again:` is a loop: the offsets of each such label and its jump.
std::vector<std::pair<unsigned, unsigned>> jumpsBack(const clang::Stmt *root, const SourceMap &map);

/// Where \p at is expanded, in its file.
unsigned offsetOf(clang::SourceLocation at, const SourceMap &map);

} // namespace repool
