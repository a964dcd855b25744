/// \file
/// What the fault tests run on: three files in two folders, one reached by a symlink, one with a
/// hard link; and the promise, all old or all new.
#pragma once

#include "FaultyFiles.h"
#include "Sandbox.h"
#include "apply/Apply.h"

#include <functional>

namespace repool {

class Scene {
public:
  Scene();

  /// As before apply, modes included.
  bool isOld() const { return seen() == old_; }

  bool isNew() const { return seen() == new_; }

  /// True if it succeeds; what it says is kept for messages.
  bool apply(FileOps &ops);
  bool undo(FileOps &ops);
  bool recover(FileOps &ops);

  /// What lies on the disk, the journal included: equal texts mean equal recoveries.
  std::string disk() const;

  const std::string &lastSaid() const { return said_; }

  const std::string &root() const { return box_.root(); }

  /// Runs \p step in a child process; true if a fault killed it.
  static bool isKilled(const std::function<void()> &step);

private:
  Tree seen() const;

  Sandbox box_;
  Plan plan_;
  Tree old_, new_;
  std::string said_;
};

/// One recovery gives all old or all new, and leaves nothing for a second one.
void expectRecovers(Scene &scene);

/// The same, and then undo works after all new, and apply after all old.
void expectWhole(Scene &scene);

} // namespace repool
