/// \file
/// Writes the calls of one root, a body or an initialiser, into a fact.
///
/// What stands in a loop, behind a jump back or behind a fork is said with each call; a function
/// that is only mentioned is called where the mention goes (FunctionUse.h).
#pragma once

#include "clang/AST/ParentMap.h"
#include "find/SourceMap.h"
#include "model/Calls.h"

#include <map>
#include <string>
#include <vector>

namespace repool {

/// Where functions are held: fields and tables, by id.
using CallHolders = std::map<std::string, FunctionFact>;

/// \p body, and \p initialisers that stand outside it and its ParentMap.
void writeCalls(const clang::Stmt *body, const std::vector<const clang::Expr *> &initialisers,
                const clang::ParentMap &parents, const SourceMap &map, CallHolders &holders,
                FunctionFact &fact);

/// \p init runs once, before main.
void writeStaticCalls(const clang::Expr *init, const SourceMap &map, CallHolders &holders,
                      FunctionFact &fact);

} // namespace repool
