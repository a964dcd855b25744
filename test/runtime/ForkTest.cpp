#include "Fork.h"

#include <atomic>
#include <ctime>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace repool::detail;

namespace {

std::atomic<bool> isInside{false}; ///< of the library; the child has a copy, as of a lock

void pause(long nanoseconds) {
  const timespec time{0, nanoseconds};
  nanosleep(&time, nullptr);
}

/// What \p child returns, after a fork.
int codeOf(int (*child)()) {
  const pid_t pid = fork();
  if (pid == 0)
    _exit(child());
  int status = 0;
  EXPECT_EQ(waitpid(pid, &status, 0), pid);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(Fork, ChildTakesNoLibraryCallAlong) {
  std::atomic<bool> isOver{false};
  std::thread worker([&] {
    while (!isOver) {
      const LibraryCall call;
      isInside = true;
      pause(200'000);
      isInside = false;
    }
  });
  int taken = 0;
  for (int i = 0; i < 100; ++i)
    taken += codeOf([] { return isInside ? 1 : 0; });
  isOver = true;
  worker.join();
  EXPECT_EQ(taken, 0);
}

TEST(Fork, DoesNotWaitForACallThatHangs) {
  std::atomic<bool> isOver{false};
  std::atomic<bool> isThere{false};
  std::thread worker([&] {
    const LibraryCall call;
    isThere = true;
    while (!isOver)
      pause(1'000'000);
  });
  while (!isThere)
    pause(1'000'000);
  // The child makes calls of its own: the one that hangs is not there.
  EXPECT_EQ(codeOf([] {
              {
                const LibraryCall call;
              }
              return codeOf([] { return 7; });
            }),
            7);
  isOver = true;
  worker.join();
}

TEST(Fork, IsAnotherGeneration) {
  static unsigned before = forkGeneration();
  EXPECT_EQ(codeOf([] { return forkGeneration() == before + 1 ? 0 : 1; }), 0);
  EXPECT_EQ(forkGeneration(), before);
}

} // namespace
