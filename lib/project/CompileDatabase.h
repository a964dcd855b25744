/// \file
/// Reads compile_commands.json into plain compile units; the first stage.
///
///   compile_commands.json -> [CompileUnit{file, directory, arguments}]
///
/// Accepts `arguments` arrays and `command` strings (GNU quoting), `@response` files, paths
/// relative to `directory`, and several entries of one file: equal ones are one unit, different
/// ones are several. Drops what only a compiler driver needs (output, dependency files) but keeps
/// gcc's own flags: parse drops those clang does not know. Bad input is one sentence with line and
/// column.
#pragma once

#include "llvm/Support/Error.h"

#include <string>
#include <vector>

namespace repool {

struct CompileUnit {
  std::string file;                   ///< canonical absolute path
  std::string directory;              ///< absolute
  std::vector<std::string> arguments; ///< argv[0] is the compiler; response files expanded
};

/// Finds compile_commands.json: \p where is the file itself, its folder, or empty, which looks in
/// the working directory, its `build/`, and the parents of both.
llvm::Expected<std::string> findCompileDatabase(const std::string &where);

struct CompileDatabase {
  std::vector<CompileUnit> units;   ///< in the order of the file, then by content
  std::vector<std::string> missing; ///< entries whose file does not exist, canonicalised
};

llvm::Expected<CompileDatabase> loadCompileDatabase(const std::string &path);

} // namespace repool
