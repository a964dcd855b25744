/// \file
/// A temporary folder for one test, and plans over the files in it.
#pragma once

#include "model/Plan.h"

#include <filesystem>
#include <map>
#include <string>

namespace repool {

/// Content of every regular file below the root (symlinks by their target, `.git` and the journal
/// left out), by relative path.
using Tree = std::map<std::string, std::string>;

class Sandbox {
public:
  Sandbox();
  ~Sandbox();
  Sandbox(const Sandbox &) = delete;
  Sandbox &operator=(const Sandbox &) = delete;

  const std::string &root() const { return root_; }

  std::string path(const std::string &name) const { return root_ + "/" + name; }

  void write(const std::string &name, const std::string &content) const;
  std::string read(const std::string &name) const;
  bool exists(const std::string &name) const;
  Tree tree() const;

  /// Runs \p command in the root; its exit code. Output goes to `.out`.
  int run(const std::string &command) const;

  /// A plan for the files as they are now.
  Plan plan(const std::vector<Edit> &edits) const;

  /// An edit that replaces the first \p before of a file by \p after.
  Edit edit(const std::string &name, const std::string &before, const std::string &after) const;

private:
  std::string root_;
};

} // namespace repool
