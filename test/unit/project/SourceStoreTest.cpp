#include "project/SourceStore.h"

#include "TempTree.h"
#include "llvm/Support/Error.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace repool {

namespace {

using test::TempTree;

std::string textOf(SourceStore &store, const std::string &path) {
  auto source = store.read(path);
  return source ? source->text : llvm::toString(source.takeError());
}

TEST(SourceStore, ReadsBytesAsTheyAre) {
  const TempTree tree;
  const std::string bytes("\xEF\xBB\xBF"
                          "a\r\n\0b",
                          8);
  SourceStore store;
  auto source = store.read(tree.write("a.c", bytes));
  ASSERT_TRUE(static_cast<bool>(source));
  EXPECT_EQ(source->text, bytes);
  EXPECT_EQ(source->sha256, sha256Hex(bytes));
  EXPECT_NE(source->inode, 0U);
}

TEST(SourceStore, ReadsAFileOnce) {
  const TempTree tree;
  SourceStore store;
  const std::string path = tree.write("a.c", "old");
  EXPECT_EQ(textOf(store, path), "old");
  tree.write("a.c", "new");
  EXPECT_EQ(textOf(store, path), "old");
}

TEST(SourceStore, SymlinksAndSpellingsAreOneFile) {
  const TempTree tree;
  SourceStore store;
  const std::string path = tree.write("d/a.c", "x");
  tree.link("d", "e");
  EXPECT_EQ(store.canonical(tree.path("e/../e/./a.c")), path);
  EXPECT_EQ(&*store.read(tree.path("e/a.c")), &*store.read(path));
}

TEST(SourceStore, HardLinksAreOneFileUnderTheFirstName) {
  const TempTree tree;
  SourceStore store;
  const std::string first = tree.write("b.c", "x");
  ASSERT_EQ(::link(first.c_str(), tree.path("a.c").c_str()), 0);
  EXPECT_EQ(store.canonical(first), first);
  EXPECT_EQ(store.canonical(tree.path("a.c")), first);
  EXPECT_EQ(&*store.read(tree.path("a.c")), &*store.read(first));
}

TEST(SourceStore, AMissingFileHasANormalName) {
  const TempTree tree;
  SourceStore store;
  EXPECT_EQ(store.canonical(tree.path("x/../y/./z.c")), tree.path("y/z.c"));
}

TEST(SourceStore, SaysWhatCouldNotBeReadAndWhy) {
  const TempTree tree;
  SourceStore store;
  EXPECT_EQ(textOf(store, tree.path("no.c")),
            tree.path("no.c") + ": cannot be read: No such file or directory");
  EXPECT_EQ(textOf(store, tree.root()), tree.root() + ": cannot be read: Is a directory");
  ASSERT_EQ(mkfifo(tree.path("fifo.h").c_str(), 0600), 0);
  EXPECT_EQ(textOf(store, tree.path("fifo.h")),
            tree.path("fifo.h") + ": cannot be read: not a regular file");
}

TEST(SourceStore, ThreadsShareOneText) {
  const TempTree tree;
  const std::string path = tree.write("a.c", std::string(100000, 'x'));
  SourceStore store;
  std::vector<const SourceText *> seen(8);
  std::vector<std::thread> threads;
  for (auto &slot : seen)
    threads.emplace_back([&] { slot = &*store.read(path); });
  for (std::thread &thread : threads)
    thread.join();
  for (const SourceText *text : seen)
    EXPECT_EQ(text, seen.front());
}

TEST(SourceStore, HashIsSha256) {
  EXPECT_EQ(sha256Hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256Hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(SourceStore, KnowsUtf8) {
  for (const char *text : {"", "plain",
                           "\xEF\xBB\xBF"
                           "bom",
                           "\xC3\xA4", "\xF0\x9F\x98\x80"})
    EXPECT_TRUE(isUtf8(text)) << text;
  for (const char *text : {"\xE4", "\xC3", "\xC0\x80", "\xED\xA0\x80", "\xFF\xFE"})
    EXPECT_FALSE(isUtf8(text)) << text;
}

} // namespace

} // namespace repool
