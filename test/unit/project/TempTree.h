/// \file
/// A folder of files that exists for one test: written from data, removed afterwards.
#pragma once

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <stdlib.h>
#include <string>
#include <string_view>

namespace repool::test {

class TempTree {
public:
  TempTree() {
    std::string pattern = (std::filesystem::temp_directory_path() / "repool-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr)
      throw std::runtime_error("cannot make " + pattern);
    root_ = std::filesystem::canonical(pattern).string();
  }

  ~TempTree() {
    std::error_code ignored;
    std::filesystem::remove_all(root_, ignored);
  }

  TempTree(const TempTree &) = delete;
  TempTree &operator=(const TempTree &) = delete;

  /// Writes \p text to \p name below the root; returns the whole path.
  std::string write(const std::string &name, std::string_view text) const {
    const std::filesystem::path path = std::filesystem::path(root_) / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
    return path.string();
  }

  /// Makes \p name a symlink to \p target, both below the root.
  void link(const std::string &target, const std::string &name) const {
    std::filesystem::create_directories(std::filesystem::path(path(name)).parent_path());
    std::filesystem::create_symlink(path(target), path(name));
  }

  [[nodiscard]] const std::string &root() const { return root_; }

  [[nodiscard]] std::string path(const std::string &name) const { return root_ + "/" + name; }

private:
  std::string root_;
};

} // namespace repool::test
