#include "ShardNumber.h"

#include <gtest/gtest.h>
#include <map>

namespace repool::tool {

namespace {

using Variables = std::map<std::string, std::string>;

/// "2/3 by VARIABLE", or the sentence that says why not.
std::string chosen(const std::string &text, const Variables &variables = {}) {
  auto number = shardNumber(text, [&](const char *name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    return found == variables.end() ? std::nullopt : std::optional(found->second);
  });
  if (!number)
    return toString(number.takeError());
  return std::to_string(number->part) + "/" + std::to_string(number->parts) +
         (number->variable.empty() ? "" : " by " + number->variable);
}

Variables slurm(const char *id, const char *count, const char *least, const char *most) {
  return {{"SLURM_ARRAY_TASK_ID", id},
          {"SLURM_ARRAY_TASK_COUNT", count},
          {"SLURM_ARRAY_TASK_MIN", least},
          {"SLURM_ARRAY_TASK_MAX", most}};
}

TEST(ShardNumber, IsWhatTheCommandLineSays) {
  EXPECT_EQ(chosen("2/3"), "2/3");
  EXPECT_EQ(chosen("2/3", slurm("1", "3", "1", "3")), "2/3");
  for (const char *text : {"", "2", "0/3", "4/3", "1/0", "-1/3", "a/b", "1/3/5", "auto/", "auto/0",
                           "auto/x", "automatic"})
    EXPECT_EQ(chosen(text, slurm("1", "3", "1", "3")),
              "--shard needs K/N with 1 <= K <= N, such as 2/3, or auto or auto/N, not '" +
                  std::string(text) + "'");
}

TEST(ShardNumber, OfASlurmArrayCountsFromItsFirstTask) {
  EXPECT_EQ(chosen("auto", slurm("3", "8", "1", "8")), "3/8 by SLURM_ARRAY_TASK_ID");
  EXPECT_EQ(chosen("auto", slurm("0", "8", "0", "7")), "1/8 by SLURM_ARRAY_TASK_ID");
  EXPECT_EQ(chosen("auto", slurm("7", "8", "0", "7")), "8/8 by SLURM_ARRAY_TASK_ID");
}

TEST(ShardNumber, OfAnArrayWithGapsNeedsTheNumberOfShards) {
  EXPECT_EQ(chosen("auto", slurm("7", "2", "3", "7")),
            "--shard auto needs an array without gaps, such as --array=1-8, but this one has 2 "
            "tasks from 3 to 7; say --shard auto/N with tasks of 1 to N");
  EXPECT_EQ(chosen("auto/8", slurm("7", "2", "3", "7")), "7/8 by SLURM_ARRAY_TASK_ID");
  EXPECT_EQ(chosen("auto/8", slurm("0", "8", "0", "7")),
            "SLURM_ARRAY_TASK_ID is 0, but 8 shards have the numbers 1 to 8");
}

TEST(ShardNumber, OfKubernetesCountsFromZero) {
  EXPECT_EQ(chosen("auto/8", {{"JOB_COMPLETION_INDEX", "0"}}), "1/8 by JOB_COMPLETION_INDEX");
  EXPECT_EQ(chosen("auto", {{"JOB_COMPLETION_INDEX", "7"}, {"JOB_COMPLETIONS", "8"}}),
            "8/8 by JOB_COMPLETION_INDEX");
  EXPECT_EQ(chosen("auto", {{"JOB_COMPLETION_INDEX", "7"}}),
            "--shard auto needs JOB_COMPLETIONS, which is not set; say --shard auto/N or K/N");
  EXPECT_EQ(chosen("auto/8", {{"JOB_COMPLETION_INDEX", "8"}}),
            "JOB_COMPLETION_INDEX is 8, but 8 shards have the numbers 0 to 7");
}

TEST(ShardNumber, OfGitLabCountsFromOne) {
  EXPECT_EQ(chosen("auto", {{"CI_NODE_INDEX", "1"}, {"CI_NODE_TOTAL", "4"}}),
            "1/4 by CI_NODE_INDEX");
  EXPECT_EQ(chosen("auto", {{"CI_NODE_INDEX", "4"}, {"CI_NODE_TOTAL", "4"}}),
            "4/4 by CI_NODE_INDEX");
  // Without `parallel`, GitLab sets the total alone.
  EXPECT_EQ(chosen("auto", {{"CI_NODE_TOTAL", "1"}}),
            "--shard auto needs SLURM_ARRAY_TASK_ID, JOB_COMPLETION_INDEX or CI_NODE_INDEX, and "
            "none is set; say --shard K/N");
}

TEST(ShardNumber, IsNotGuessed) {
  EXPECT_EQ(chosen("auto/8", {{"CI_NODE_INDEX", "one"}}),
            "CI_NODE_INDEX is 'one', which is no number");
  EXPECT_EQ(chosen("auto", {{"CI_NODE_INDEX", "1"}, {"CI_NODE_TOTAL", "0"}}),
            "CI_NODE_TOTAL is 0, but there is at least one shard");
  Variables both = slurm("1", "3", "1", "3");
  both["CI_NODE_INDEX"] = "2";
  EXPECT_EQ(chosen("auto", both), "--shard auto finds both SLURM_ARRAY_TASK_ID and CI_NODE_INDEX; "
                                  "say --shard K/N");
}

} // namespace

} // namespace repool::tool
