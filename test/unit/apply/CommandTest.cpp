#include "apply/Command.h"

#include "Sandbox.h"

#include <fstream>
#include <gtest/gtest.h>
#include <unistd.h>

namespace repool {
namespace {

class Command : public testing::Test {
protected:
  /// The status, or the error's words.
  std::string run(const std::string &command) {
    llvm::Expected<int> status = runCommand(command, box.root(), box.path("log"), signals);
    return status ? std::to_string(*status) : llvm::toString(status.takeError());
  }

  static std::string self() { return std::to_string(::getpid()); }

  Sandbox box;
  HeldSignals signals;
};

TEST_F(Command, GivesTheShellsStatus) {
  EXPECT_EQ(run("true"), "0");
  EXPECT_EQ(run("exit 3"), "3");
  EXPECT_EQ(run("no-such-command"), "127");
  EXPECT_EQ(run("kill -KILL $$"), "137");
}

TEST_F(Command, RunsInTheFolderAndWritesTheLog) {
  EXPECT_EQ(run("pwd; echo two >&2; cat; echo three"), "0");
  EXPECT_EQ(box.read("log"), box.root() + "\ntwo\nthree\n");
  EXPECT_EQ(run("echo again"), "0");
  EXPECT_EQ(box.read("log"), "again\n");
}

TEST_F(Command, HasNoFileOfOurs) {
  EXPECT_EQ(run("ls /proc/self/fd | wc -l"), "0");
  EXPECT_EQ(box.read("log"), "4\n") << "0, 1, 2 and the one of ls itself";
}

TEST_F(Command, CannotBeRunWithoutALog) {
  llvm::Expected<int> status = runCommand("true", box.root(), box.path("no/log"), signals);
  ASSERT_FALSE(static_cast<bool>(status));
  EXPECT_EQ(llvm::toString(status.takeError()),
            "the check command cannot be run: " + box.path("no/log") +
                ": No such file or directory");
}

TEST_F(Command, IsEndedByASignalToUs) {
  for (const int signal : {SIGINT, SIGTERM}) {
    EXPECT_EQ(run("kill -" + std::to_string(signal) + " " + self() + "; sleep 1000"),
              "interrupted");
    EXPECT_EQ(signals.taken(), signal);
  }
}

TEST_F(Command, IsEndedThoughItWillNot) {
  EXPECT_EQ(run("trap '' TERM; kill -INT " + self() + "; while :; do sleep 1000; done"),
            "interrupted");
}

TEST_F(Command, DoesNotBeginAfterASignal) {
  ::kill(::getpid(), SIGTERM);
  EXPECT_EQ(run("touch begun"), "interrupted");
  EXPECT_FALSE(box.exists("begun"));
}

TEST_F(Command, LeavesNothingRunning) {
  EXPECT_EQ(run("sleep 1000 & echo $!"), "0");
  const pid_t left = std::stoi(box.read("log"));
  // It has been sent SIGKILL and is reaped by init, which takes its time.
  while (::kill(left, 0) == 0)
    if (const std::string state =
            [&] {
              std::ifstream stat("/proc/" + std::to_string(left) + "/stat");
              std::string number, name, letter;
              stat >> number >> name >> letter;
              return letter;
            }();
        state == "Z" || state.empty())
      break;
}

} // namespace
} // namespace repool
