#include "project/StraySources.h"

#include "llvm/ADT/StringSwitch.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

#include <algorithm>
#include <set>

namespace repool {

namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

namespace {

bool isSource(llvm::StringRef file) {
  return llvm::StringSwitch<bool>(path::extension(file))
      .Cases(".c", ".cc", ".cpp", ".cxx", ".C", ".c++", ".m", ".mm", true)
      .Default(false);
}

void walk(const std::string &folder, SourceStore &sources, std::set<std::string> &out) {
  if (fs::exists(folder + "/CMakeCache.txt"))
    return;
  std::error_code code;
  for (fs::directory_iterator at(folder, code, /*follow_symlinks=*/false), end; at != end && !code;
       at.increment(code)) {
    const std::string entry = at->path();
    if (at->type() == fs::file_type::directory_file) {
      if (!path::filename(entry).starts_with("."))
        walk(entry, sources, out);
    } else if (isSource(entry)) {
      out.insert(sources.canonical(entry));
    }
  }
}

} // namespace

std::vector<std::string> straySources(const std::vector<CompileUnit> &units,
                                      const std::string &root, SourceStore &sources) {
  std::set<std::string> found;
  walk(root, sources, found);
  for (const CompileUnit &unit : units)
    found.erase(sources.canonical(unit.file));
  return {found.begin(), found.end()};
}

} // namespace repool
