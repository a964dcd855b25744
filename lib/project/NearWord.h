/// \file
/// What a misspelt word of a configuration may have meant.
///
///   "excludes", {style, exclude, keep}  ->  "; did you mean 'exclude'?"
///
/// Lists the known words where none is near. Pure.
#pragma once

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

#include <string>

namespace repool {

/// "style, exclude, keep"
std::string joined(llvm::ArrayRef<llvm::StringRef> words);

/// What is added to "unknown key 'excludes'".
std::string suggestion(llvm::StringRef word, llvm::ArrayRef<llvm::StringRef> known);

} // namespace repool
