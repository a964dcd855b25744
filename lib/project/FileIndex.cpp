#include "project/FileIndex.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

#include <algorithm>
#include <array>

namespace repool {

namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

namespace {

constexpr std::array NotSources = {".git", ".hg", ".svn"};

/// "../a/./b/../c.h" -> "a/c.h": what any path that it may mean ends in.
std::string normalEnd(std::string_view name) {
  llvm::SmallString<128> result(name);
  path::remove_dots(result, /*remove_dot_dot=*/true);
  llvm::StringRef end = result;
  while (end.consume_front("../") || end.consume_front("/")) {
  }
  return end.str();
}

} // namespace

FileIndex::FileIndex(const std::string &root, SourceStore &sources)
    : root_(sources.canonical(root)), sources_(sources) {
  std::vector<std::string> above;
  walk(root_, above);
  for (auto &[name, paths] : byName_)
    std::ranges::sort(paths);
}

void FileIndex::walk(const std::string &folder, std::vector<std::string> &above) {
  const std::string real = sources_.canonical(folder);
  const bool isInside = real == root_ || real.starts_with(root_ == "/" ? root_ : root_ + "/");
  if (!isInside || std::ranges::find(above, real) != above.end())
    return;
  above.push_back(real);
  std::error_code code;
  for (fs::directory_iterator at(folder, code, /*follow_symlinks=*/false), end; at != end && !code;
       at.increment(code)) {
    const std::string entry = at->path();
    const std::string name = path::filename(entry).str();
    fs::file_type type = at->type();
    if (type == fs::file_type::symlink_file || type == fs::file_type::type_unknown) {
      fs::file_status status;
      type = fs::status(entry, status) ? fs::file_type::status_error : status.type();
    }
    if (type == fs::file_type::directory_file) {
      if (std::ranges::find(NotSources, name) == NotSources.end())
        walk(entry, above);
    } else if (type == fs::file_type::regular_file) {
      byName_[name].push_back(entry);
    }
  }
  above.pop_back();
}

std::vector<std::string> FileIndex::endingIn(std::string_view name) const {
  const std::string end = normalEnd(name);
  std::vector<std::string> found;
  const auto known = byName_.find(path::filename(end).str());
  if (known == byName_.end())
    return found;
  for (const std::string &candidate : known->second)
    if (candidate.ends_with("/" + end))
      found.push_back(candidate);
  return found;
}

bool FileIndex::contains(const std::string &path) const {
  const auto known = byName_.find(llvm::sys::path::filename(path).str());
  return known != byName_.end() && std::ranges::find(known->second, path) != known->second.end();
}

} // namespace repool
