/// \file
/// The names of all files below the project's root, to find what an `#include` may mean.
///
///   "db/conn.h"  ->  every file whose path ends in /db/conn.h
///
/// Reads folders, no files. A symlink counts under its own name, and one to a folder is followed,
/// unless it leads outside the root. Folders that cannot be read are passed over.
#pragma once

#include "project/SourceStore.h"

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace repool {

class FileIndex {
public:
  FileIndex(const std::string &root, SourceStore &sources);

  /// Paths, as found by walking, that end in \p name; sorted. Leading `./` and `../` are ignored.
  [[nodiscard]] std::vector<std::string> endingIn(std::string_view name) const;

  [[nodiscard]] bool contains(const std::string &path) const;

private:
  void walk(const std::string &folder, std::vector<std::string> &above);

  std::string root_;
  SourceStore &sources_;
  std::unordered_map<std::string, std::vector<std::string>> byName_;
};

} // namespace repool
