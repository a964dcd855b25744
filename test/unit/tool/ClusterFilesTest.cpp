#include "ClusterFiles.h"

#include <gtest/gtest.h>
#include <regex>

namespace repool::tool {

namespace {

ClusterJob jobOf(const std::string &engine, unsigned parts = 3) {
  return {.engine = engine,
          .parts = parts,
          .project = "/home/user/my project",
          .repool = "/opt/repool/bin/repool",
          .options = {"--database=build", "--extra-arg=-DNAME=\"it's\""},
          .environment = {"CPATH=/opt/a b"},
          .image = "registry.example/build:1"};
}

/// All files of an engine, one after the other.
std::string textOf(const ClusterJob &job) {
  auto files = clusterFiles(job);
  if (!files)
    return toString(files.takeError());
  std::string text;
  for (const ClusterFile &file : *files)
    text += file.text;
  return text;
}

bool has(const std::string &text, const std::string &part) {
  return text.find(part) != std::string::npos;
}

TEST(ClusterFiles, ScanAndMergeHaveTheSameOptions) {
  for (const char *engine : {"slurm", "parallel", "kubernetes", "github", "gitlab"}) {
    const std::string text = textOf(jobOf(engine));
    const std::string options = " --database=build '--extra-arg=-DNAME=\"it'\\''s\"'";
    EXPECT_TRUE(has(text, "repool scan" + options)) << engine;
    EXPECT_TRUE(has(text, "repool merge" + options)) << engine;
    EXPECT_FALSE(std::regex_search(text, std::regex("@[A-Z]+@"))) << engine;
  }
}

TEST(ClusterFiles, RunWhereAndAsTheCommandRan) {
  for (const char *engine : {"slurm", "parallel"}) {
    const std::string text = textOf(jobOf(engine));
    EXPECT_TRUE(has(text, "export CPATH='/opt/a b'\ncd '/home/user/my project'\n")) << engine;
    EXPECT_TRUE(has(text, "/opt/repool/bin/repool scan")) << engine;
  }
}

TEST(ClusterFiles, AskForTheCoresThatAreUsed) {
  ClusterJob job = jobOf("slurm");
  EXPECT_TRUE(has(textOf(job), "#SBATCH --cpus-per-task=4\n"));
  job.cores = 16;
  EXPECT_TRUE(has(textOf(job), "#SBATCH --cpus-per-task=16\n"));
  job.engine = "kubernetes";
  EXPECT_TRUE(has(textOf(job), "cpu: \"16\""));
  EXPECT_TRUE(has(textOf(job), " -j 16 --shard auto/3"));
  job.engine = "gitlab";
  EXPECT_TRUE(has(textOf(job), " -j 16 --shard auto/3"));
}

TEST(ClusterFiles, AreProgramsWhereTheUserStartsThem) {
  auto files = clusterFiles(jobOf("parallel"));
  ASSERT_TRUE(bool(files));
  std::string programs;
  for (const ClusterFile &file : *files)
    programs += file.name + (file.isProgram ? "+ " : " ");
  EXPECT_EQ(programs, "hosts run.sh+ shard.sh+ ");
}

TEST(ClusterFiles, RefuseWhatAnEngineCannotRun) {
  EXPECT_TRUE(has(textOf(jobOf("github", 256)), "255, 256]"));
  EXPECT_EQ(textOf(jobOf("github", 257)),
            "github runs at most 256 jobs of one kind; take -n 256 or less");
  EXPECT_EQ(textOf(jobOf("gitlab", 201)),
            "gitlab runs at most 200 jobs of one kind; take -n 200 or less");
  ClusterJob job = jobOf("kubernetes");
  job.options = {"--extra-arg=-DA=1\nroot: yes"};
  EXPECT_EQ(textOf(job), "an option with a line break cannot be written into a job");
}

TEST(ClusterFiles, QuoteForTheShell) {
  EXPECT_EQ(shellQuoted("-DX=1"), "-DX=1");
  EXPECT_EQ(shellQuoted(""), "''");
  EXPECT_EQ(shellQuoted("$HOME `x` \\"), "'$HOME `x` \\'");
  EXPECT_EQ(shellQuoted("a'b"), "'a'\\''b'");
}

} // namespace

} // namespace repool::tool
