#include "project/RuntimeFolder.h"

#include <filesystem>

namespace repool {

namespace fs = std::filesystem;

bool RuntimeFolder::holds(const std::string &file) {
  return isInside(fs::path(file).parent_path().string());
}

bool RuntimeFolder::isInside(const std::string &folder) {
  if (auto it = known_.find(folder); it != known_.end())
    return it->second;
  const fs::path path(folder);
  std::error_code ignored;
  const bool inside = (fs::exists(path / "include" / "repool" / "version.h", ignored) &&
                       fs::exists(path / "src" / "Slots.cpp", ignored)) ||
                      (path.has_parent_path() && path.parent_path() != path &&
                       isInside(path.parent_path().string()));
  known_[folder] = inside;
  return inside;
}

} // namespace repool
