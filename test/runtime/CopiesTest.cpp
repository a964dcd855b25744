// A program and its plugin that each contain the runtime: one set of pools.

#include "repool/sqlite.h"
#include "repool/stats.h"

#include <cstdlib>
#include <dlfcn.h>
#include <filesystem>
#include <gtest/gtest.h>
#include <string>

namespace repool {
namespace {

TEST(Copies, OfTheSameVersionShareTheirPools) {
  void *const plugin = dlopen(REPOOL_TEST_PLUGIN, RTLD_NOW | RTLD_LOCAL);
  ASSERT_NE(plugin, nullptr) << dlerror();
  const auto borrowInPlugin =
      reinterpret_cast<int (*)(const char *)>(dlsym(plugin, "borrow_in_plugin"));
  const auto borrowedSaysPlugin =
      reinterpret_cast<unsigned long long (*)()>(dlsym(plugin, "borrowed_says_plugin"));
  ASSERT_TRUE(borrowInPlugin && borrowedSaysPlugin);
  std::string folder = testing::TempDir() + "repool-copies-XXXXXX";
  ASSERT_NE(mkdtemp(folder.data()), nullptr);
  const std::string path = folder + "/shop.db";

  EXPECT_EQ(withDatabase(sqlite(path)).code(), 0);
  EXPECT_EQ(borrowInPlugin(path.c_str()), 0);
  EXPECT_EQ(stats().borrowed, 2U);
  EXPECT_EQ(borrowedSaysPlugin(), 2U);
  EXPECT_EQ(stats().opened, 1U) << "the plugin got the program's connection";
  std::filesystem::remove_all(folder);
}

} // namespace
} // namespace repool
