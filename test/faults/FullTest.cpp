/// \file
/// The disk is full and stays full: rolling back must not need space either.
#include "Scene.h"

#include <gtest/gtest.h>
#include <map>
#include <sys/stat.h>

namespace repool {
namespace {

namespace fs = std::filesystem;

/// Bytes of all files below \p root, each inode once.
std::uint64_t used(const std::string &root) {
  std::map<ino_t, std::uint64_t> sizes;
  for (const auto &entry : fs::recursive_directory_iterator(root)) {
    struct stat found{};
    if (::lstat(entry.path().c_str(), &found) == 0 && S_ISREG(found.st_mode))
      sizes[found.st_ino] = static_cast<std::uint64_t>(found.st_size);
  }
  std::uint64_t sum = 0;
  for (const auto &[inode, size] : sizes)
    sum += size;
  return sum;
}

/// A disk of \p size bytes. A write that does not fit writes what does.
class SmallDisk : public FaultyFiles {
public:
  SmallDisk(std::string root, std::uint64_t size)
      : FaultyFiles(Fault::FailOnce, 0), root_(std::move(root)), size_(size) {}

  llvm::Error write(const std::string &path, std::string_view bytes, unsigned mode) override {
    std::error_code missing;
    std::uint64_t before = fs::file_size(path, missing);
    if (missing)
      before = 0;
    std::uint64_t free = size_ - std::min(size_, used(root_));
    if (bytes.size() <= before + free)
      return realFileOps().write(path, bytes, mode);
    llvm::consumeError(realFileOps().write(path, bytes.substr(0, before + free), mode));
    return llvm::createStringError(std::make_error_code(std::errc::no_space_on_device),
                                   path + ": the disk is full");
  }

private:
  std::string root_;
  std::uint64_t size_;
};

TEST(FullDisk, ApplyLeavesAllAsItWas) {
  bool isDone = false;
  unsigned refused = 0;
  for (std::uint64_t spare = 0; !isDone && spare < 10000; spare += 3) {
    SCOPED_TRACE(spare);
    Scene scene;
    SmallDisk disk(scene.root(), used(scene.root()) + spare);
    isDone = scene.apply(disk);
    ASSERT_EQ(isDone, scene.isNew()) << scene.lastSaid();
    ASSERT_EQ(!isDone, scene.isOld()) << scene.lastSaid();
    refused += isDone ? 0 : 1;
  }
  EXPECT_TRUE(isDone);
  EXPECT_GT(refused, 100U);
}

TEST(FullDisk, UndoIsWholeAfterwards) {
  bool isDone = false;
  for (std::uint64_t spare = 0; !isDone && spare < 10000; spare += 3) {
    SCOPED_TRACE(spare);
    Scene scene;
    ASSERT_TRUE(scene.apply(realFileOps()));
    SmallDisk disk(scene.root(), used(scene.root()) + spare);
    isDone = scene.undo(disk);
    ASSERT_EQ(isDone, scene.isOld()) << scene.lastSaid();
    ASSERT_EQ(!isDone, scene.isNew()) << scene.lastSaid();
    ASSERT_TRUE(isDone || scene.undo(realFileOps())) << scene.lastSaid();
    ASSERT_TRUE(scene.isOld());
  }
  EXPECT_TRUE(isDone);
}

} // namespace
} // namespace repool
