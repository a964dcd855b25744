#include "Scene.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace repool {

namespace fs = std::filesystem;

Scene::Scene() {
  box_.write("a.cpp", "first\r\nold a\r\n");
  box_.write("src/b.cpp", "old b, with no newline");
  box_.write("src/c.cpp", "old c\n");
  fs::create_symlink("src/b.cpp", box_.path("link.cpp"));
  fs::create_hard_link(box_.path("src/c.cpp"), box_.path("src/d.cpp"));
  ::chmod(box_.path("a.cpp").c_str(), 0640);
  ::chmod(box_.path("src/b.cpp").c_str(), 0755);
  old_ = seen();
  plan_ = box_.plan({box_.edit("a.cpp", "old", "quite new"), box_.edit("link.cpp", "old", "new"),
                     box_.edit("src/c.cpp", "old c", "something that is longer")});
  new_ = old_;
  new_["a.cpp"] = "640 first\r\nquite new a\r\n";
  new_["src/b.cpp"] = "755 new b, with no newline";
  new_["src/c.cpp"] = new_["src/d.cpp"] = "644 something that is longer\n";
}

/// The tree with modes; a hard link that broke would show as a difference of its two names.
Tree Scene::seen() const {
  Tree tree = box_.tree();
  for (auto &[name, content] : tree) {
    struct stat found{};
    ::lstat(box_.path(name).c_str(), &found);
    char mode[16];
    std::snprintf(mode, sizeof mode, "%o ", found.st_mode & 07777);
    if (!S_ISLNK(found.st_mode))
      content = mode + content;
  }
  return tree;
}

std::string Scene::disk() const {
  std::vector<std::string> lines;
  for (const auto &[name, content] : seen())
    lines.push_back(name + "=" + content);
  fs::path journal = box_.path(".repool");
  if (fs::exists(journal))
    for (const auto &entry : fs::recursive_directory_iterator(journal)) {
      std::string name = entry.path().lexically_relative(journal).string();
      // The lock holds a pid and the manifest the folder's name; neither differs in kind.
      bool hasOwnText = name != "lock" && name != "runs/0001/manifest";
      if (entry.is_regular_file() && hasOwnText)
        name += "=" + box_.read(".repool/" + name);
      lines.push_back(name +
                      (entry.is_regular_file() ? std::to_string(entry.file_size() > 8) : ""));
    }
  std::sort(lines.begin(), lines.end());
  std::string result;
  for (const std::string &line : lines)
    result += line + "\n";
  return result;
}

bool Scene::apply(FileOps &ops) {
  auto result = applyPlan(plan_, {}, ops);
  said_ = result ? "" : llvm::toString(result.takeError());
  return said_.empty();
}

bool Scene::undo(FileOps &ops) {
  auto result = undoLast(root(), {}, ops);
  said_ = result ? "" : llvm::toString(result.takeError());
  return said_.empty();
}

bool Scene::recover(FileOps &ops) {
  auto result = repool::recover(root(), {}, ops);
  said_ = result ? *result : llvm::toString(result.takeError());
  return static_cast<bool>(result);
}

bool Scene::isKilled(const std::function<void()> &step) {
  pid_t child = ::fork();
  if (child == 0) {
    step();
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_TRUE(WIFEXITED(status)) << "the child crashed";
  return WIFEXITED(status) && WEXITSTATUS(status) == FaultyFiles::KilledExit;
}

void expectRecovers(Scene &scene) {
  FileOps &real = realFileOps();
  ASSERT_TRUE(scene.recover(real)) << scene.lastSaid();
  ASSERT_TRUE(scene.isOld() || scene.isNew()) << scene.lastSaid();
  ASSERT_TRUE(scene.recover(real) && scene.lastSaid().empty())
      << "a second recovery found work: " << scene.lastSaid();
}

void expectWhole(Scene &scene) {
  FileOps &real = realFileOps();
  ASSERT_NO_FATAL_FAILURE(expectRecovers(scene));
  if (scene.isNew()) {
    ASSERT_TRUE(scene.undo(real)) << scene.lastSaid();
    ASSERT_TRUE(scene.isOld());
  }
  ASSERT_TRUE(scene.apply(real)) << scene.lastSaid();
  ASSERT_TRUE(scene.isNew()) << scene.disk();
  ASSERT_TRUE(scene.undo(real)) << scene.lastSaid();
  ASSERT_TRUE(scene.isOld());
}

} // namespace repool
