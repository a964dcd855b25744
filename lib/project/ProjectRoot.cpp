#include "project/ProjectRoot.h"

#include <filesystem>

namespace repool {

namespace fs = std::filesystem;

namespace {

fs::path common(const fs::path &a, const fs::path &b) {
  fs::path result;
  for (auto i = a.begin(), k = b.begin(); i != a.end() && k != b.end() && *i == *k; ++i, ++k)
    result /= *i;
  return result;
}

std::size_t depth(const fs::path &path) {
  return static_cast<std::size_t>(std::distance(path.begin(), path.end()));
}

} // namespace

std::string projectRoot(const std::vector<CompileUnit> &units, const std::string &databasePath) {
  std::error_code ignored;
  fs::path shared;
  for (const CompileUnit &unit : units) {
    const fs::path folder = fs::path(unit.file).parent_path();
    shared = shared.empty() ? folder : common(shared, folder);
  }
  if (shared.empty())
    shared = fs::path(databasePath).parent_path();
  for (fs::path at = shared; depth(at) > 1; at = at.parent_path())
    if (fs::exists(at / ".repool.yaml", ignored) || fs::exists(at / ".git", ignored))
      return at.string();
  const fs::path wide =
      common(shared, fs::weakly_canonical(fs::path(databasePath).parent_path(), ignored));
  return (depth(wide) > 2 ? wide : shared).string();
}

} // namespace repool
