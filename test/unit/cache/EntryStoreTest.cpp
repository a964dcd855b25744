#include "cache/EntryStore.h"

#include "TempTree.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

namespace repool {

namespace {

using test::TempTree;
namespace fs = std::filesystem;

Digest keyOf(int number) {
  return digestOf(std::to_string(number));
}

std::uint64_t sizeOf(const std::string &folder) {
  std::uint64_t size = 0;
  for (const auto &entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file() && entry.path().parent_path() != folder)
      size += entry.file_size();
  return size;
}

TEST(EntryStore, GivesWhatWasKeptToAnotherRun) {
  const TempTree tree;
  EntryStore(tree.path("cache")).keep(keyOf(1), "one");
  EntryStore store(tree.path("cache"));
  EXPECT_EQ(store.find(keyOf(1)), "one");
  EXPECT_EQ(store.find(keyOf(2)), std::nullopt);
}

TEST(EntryStore, KeepsInMemoryWithoutAFolder) {
  EntryStore store("");
  store.keep(keyOf(1), "one");
  EXPECT_EQ(store.find(keyOf(1)), "one");
}

TEST(EntryStore, AnEntryIsTheLastOneKept) {
  const TempTree tree;
  EntryStore store(tree.path("cache"));
  store.keep(keyOf(1), "old");
  store.keep(keyOf(1), "new");
  EXPECT_EQ(store.find(keyOf(1)), "new");
}

TEST(EntryStore, AnEntryThatIsCutOrChangedIsNone) {
  const std::string value = "some value " + std::string(200, 'x');
  const std::string packed = packEntry(keyOf(1), value);
  EXPECT_EQ(unpackEntry(keyOf(1), packed), value);
  EXPECT_EQ(unpackEntry(keyOf(2), packed), std::nullopt);
  for (std::size_t i = 0; i < packed.size(); ++i) {
    EXPECT_EQ(unpackEntry(keyOf(1), packed.substr(0, i)), std::nullopt) << i;
    std::string changed = packed;
    changed[i] = static_cast<char>(changed[i] ^ 0x10);
    EXPECT_EQ(unpackEntry(keyOf(1), changed), std::nullopt) << i;
  }
}

TEST(EntryStore, AFolderThatCannotBeWrittenIsNoError) {
  const TempTree tree;
  tree.write("file", "not a folder");
  EntryStore store(tree.path("file/cache"));
  store.keep(keyOf(1), "one");
  EXPECT_EQ(store.find(keyOf(1)), std::nullopt);
  store.trim(0);
}

TEST(EntryStore, TrimTakesWhatWasNotUsedForLongest) {
  const TempTree tree;
  const std::string folder = tree.path("cache");
  std::string value(1000, '\0');
  for (int i = 0; i < 1000; ++i)
    value[static_cast<std::size_t>(i)] = digestOf(std::to_string(i)).view()[0]; // not compressible
  EntryStore store(folder);
  for (int i = 0; i < 10; ++i)
    store.keep(keyOf(i), value + std::to_string(i));
  for (const auto &entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file())
      fs::last_write_time(entry, fs::file_time_type::clock::now() - std::chrono::hours(24));
  EXPECT_TRUE(EntryStore(folder).find(keyOf(3))); // used now
  const std::uint64_t all = sizeOf(folder);
  store.trim(all);
  EXPECT_EQ(sizeOf(folder), all);
  store.trim(all / 5);
  EXPECT_LE(sizeOf(folder), all / 5);
  EXPECT_TRUE(EntryStore(folder).find(keyOf(3)));
  EXPECT_TRUE(fs::exists(folder + "/CACHEDIR.TAG"));
}

TEST(EntryStore, TrimTakesWhatKilledRunsLeft) {
  const TempTree tree;
  EntryStore store(tree.path("cache"));
  store.keep(keyOf(1), "one");
  const std::string left = tree.write("cache/ab/cd.17.1.tmp", "half");
  const std::string fresh = tree.write("cache/ab/cd.18.1.tmp", "half");
  fs::last_write_time(left, fs::file_time_type::clock::now() - std::chrono::hours(2));
  store.trim(1 << 20);
  EXPECT_FALSE(fs::exists(left));
  EXPECT_TRUE(fs::exists(fresh)); // somebody may be writing it
}

TEST(EntryStore, TrimsOnceInAWhile) {
  const TempTree tree;
  EntryStore store(tree.path("cache"));
  store.keep(keyOf(1), "one");
  store.trim(1 << 20, std::chrono::hours(1));
  store.trim(0, std::chrono::hours(1));
  EXPECT_TRUE(store.find(keyOf(1)));
  store.trim(0);
  EXPECT_FALSE(store.find(keyOf(1)));
}

TEST(EntryStore, CollectsWhatWasFoundAndKept) {
  const TempTree tree;
  EntryStore(tree.path("cache")).keep(keyOf(1), "one");
  EntryStore store(tree.path("cache"));
  store.keep(keyOf(3), "before");
  store.collect();
  EXPECT_TRUE(store.find(keyOf(1)));
  EXPECT_FALSE(store.find(keyOf(9)));
  store.keep(keyOf(2), "two");
  EXPECT_EQ(store.collected(), (EntryStore::Entries{{keyOf(1), "one"}, {keyOf(2), "two"}}));
}

TEST(EntryStore, ManyMayWriteOneFolder) {
  const TempTree tree;
  const std::string folder = tree.path("cache");
  const std::string value(20000, 'v');
  EntryStore one(folder);
  EntryStore other(folder);
  std::vector<std::jthread> threads;
  for (EntryStore *store : {&one, &other, &one, &other})
    threads.emplace_back([=] {
      for (int i = 0; i < 50; ++i) {
        store->keep(keyOf(i), value);
        const auto found = store->find(keyOf((i * 7) % 50));
        EXPECT_TRUE(!found || *found == value);
      }
    });
  threads.clear();
  for (int i = 0; i < 50; ++i)
    EXPECT_EQ(EntryStore(folder).find(keyOf(i)), value);
}

} // namespace

} // namespace repool
