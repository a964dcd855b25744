#include "cache/ShardFile.h"

#include "TempTree.h"

#include <gtest/gtest.h>
#include <numeric>

namespace repool {

namespace {

using test::TempTree;

ShardHead headOf(unsigned part, unsigned parts) {
  return {.toolVersion = "1.2",
          .tool = "build",
          .root = "/p",
          .database = digestOf("database"),
          .options = digestOf("options"),
          .part = part,
          .parts = parts};
}

Shard shardOf(unsigned part, unsigned parts, const std::string &name = "") {
  Shard shard{.name = name.empty() ? std::to_string(part) : name, .head = headOf(part, parts)};
  shard.units.push_back({"/p/a.c", digestOf("q"), digestOf("f" + std::to_string(part))});
  shard.entries[digestOf("q")] = "value " + std::string("\0\n", 2);
  return shard;
}

/// The sentences, one a line.
std::string why(const std::vector<Shard> &shards) {
  const auto sentences = whyNotMerged(shards, headOf(1, 1));
  return std::accumulate(
      sentences.begin(), sentences.end(), std::string(),
      [](const std::string &all, const std::string &one) { return all + one + "\n"; });
}

std::string messageOf(const std::string &path) {
  auto shard = readShard(path);
  return shard ? "read" : llvm::toString(shard.takeError());
}

TEST(ShardFile, ComesBackAsItWas) {
  const TempTree tree;
  const Shard shard = shardOf(2, 3);
  ASSERT_FALSE(writeShard(shard, tree.path("two")));
  auto back = readShard(tree.path("two"));
  ASSERT_TRUE(static_cast<bool>(back));
  EXPECT_EQ(back->name, tree.path("two"));
  EXPECT_EQ(back->head.part, 2U);
  EXPECT_EQ(back->head.parts, 3U);
  EXPECT_EQ(back->head.database, shard.head.database);
  EXPECT_EQ(back->units, shard.units);
  EXPECT_EQ(back->entries, shard.entries);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(tree.root()), {}), 1);
}

TEST(ShardFile, OneThatIsNotWholeIsRefused) {
  const TempTree tree;
  ASSERT_FALSE(writeShard(shardOf(2, 3), tree.path("two")));
  std::ifstream in(tree.path("two"), std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(in), {}};
  tree.write("cut", bytes.substr(0, bytes.size() - 1));
  std::string changed = bytes;
  changed.back() ^= 1;
  tree.write("changed", changed);
  tree.write("other", "{}");
  EXPECT_EQ(messageOf(tree.path("cut")),
            tree.path("cut") + " is cut short or damaged; make this shard again");
  EXPECT_EQ(messageOf(tree.path("changed")),
            tree.path("changed") + " is cut short or damaged; make this shard again");
  EXPECT_EQ(messageOf(tree.path("other")),
            tree.path("other") + " is no shard; name the files that 'repool scan --shard' wrote");
  EXPECT_EQ(messageOf(tree.path("none")),
            tree.path("none") + ": cannot be read: No such file or directory");
}

TEST(ShardFile, OneThatCannotBeWrittenIsAnError) {
  const TempTree tree;
  EXPECT_EQ(llvm::toString(writeShard(shardOf(1, 1), tree.path("no/folder"))),
            tree.path("no/folder") + ": cannot be written: No such file or directory");
}

TEST(ShardFile, AllPartsAreWanted) {
  EXPECT_EQ(why({shardOf(1, 1)}), "");
  EXPECT_EQ(why({shardOf(3, 3), shardOf(1, 3), shardOf(2, 3)}), "");
  EXPECT_EQ(why({shardOf(1, 3)}), "shard 2 of 3 is missing\nshard 3 of 3 is missing\n");
  EXPECT_EQ(why({shardOf(1, 2), shardOf(2, 3)}),
            "2 is shard 2 of 3, but 1 is shard 1 of 2\nshard 2 of 2 is missing\n");
}

TEST(ShardFile, OnePartTwiceIsFineIfItIsTheSame) {
  EXPECT_EQ(why({shardOf(1, 1, "a"), shardOf(1, 1, "b")}), "");
  Shard other = shardOf(1, 1, "b");
  other.units.front().answer = digestOf("else");
  EXPECT_EQ(why({shardOf(1, 1, "a"), other}),
            "a and b are both shard 1 of 1 and differ; keep the newer one\n");
}

TEST(ShardFile, AForeignOneIsNamed) {
  auto with = [](auto change) {
    Shard shard = shardOf(1, 1, "a");
    change(shard.head);
    return why({shard});
  };
  EXPECT_EQ(with([](ShardHead &head) { head.toolVersion = "0.9"; }),
            "a was made by repool 0.9, this is 1.2\n");
  EXPECT_EQ(with([](ShardHead &head) { head.tool = "x"; }),
            "a was made by another build of repool or LLVM\n");
  EXPECT_EQ(with([](ShardHead &head) { head.root = "/q"; }),
            "a is of the project '/q', this is '/p'\n");
  EXPECT_EQ(with([](ShardHead &head) { head.database = {}; }),
            "a was made from another compile database, or from one that has changed since\n");
  EXPECT_EQ(with([](ShardHead &head) { head.options = {}; }),
            "a was made with other options, another configuration or another environment\n");
}

} // namespace

} // namespace repool
