/// \file
/// The words of one compile command: split, response files expanded, outputs dropped.
///
///   "g++ -DX='\"a b\"' @flags -c a.cpp -o a.o"  ->  [g++, -DX="a b", (flags' words), a.cpp]
///
/// Used by CompileDatabase only. A response file that does not exist stays as the word it is, as
/// compilers do; one that names itself is an error. Never looks at what a flag means beyond that.
#pragma once

#include "llvm/Support/Error.h"

#include <string>
#include <string_view>
#include <vector>

namespace repool {

/// Splits \p command as a POSIX shell would: single quotes are literal, backslashes escape.
std::vector<std::string> splitCommand(std::string_view command);

/// Replaces each `@file` by the words in it, relative to \p directory, also within such files.
llvm::Expected<std::vector<std::string>>
expandResponseFiles(const std::vector<std::string> &arguments, const std::string &directory);

/// Drops what names or selects an output: -c, -S, -E, -o X, and dependency files (-MD, -MF X ...).
std::vector<std::string> withoutOutputs(const std::vector<std::string> &arguments);

} // namespace repool
