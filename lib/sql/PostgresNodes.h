/// \file
/// What the nodes of PostgreSQL's tree are, by their names. Private to sql/.
#pragma once

#include "llvm/Support/JSON.h"

#include <string>

namespace repool {

/// It means nothing by itself: only what it holds counts.
bool isTransparent(llvm::StringRef node);

/// What a person calls the node of a whole statement: "CREATE TABLE AS".
std::string kindOf(llvm::StringRef node);

/// The relation that a statement makes; null if it is none that could be temporary.
const llvm::json::Object *madeRelation(llvm::StringRef node, const llvm::json::Object &body);

bool isTemporary(const llvm::json::Object &relation);

} // namespace repool
