/// \file
/// Every operation of apply and of undo fails once, in turn.
#include "Scene.h"

#include <gtest/gtest.h>

namespace repool {
namespace {

constexpr unsigned Many = 1000; ///< no run has as many operations

class Fails : public testing::TestWithParam<Fault> {};

INSTANTIATE_TEST_SUITE_P(Each, Fails,
                         testing::Values(Fault::FailOnce, Fault::FailFromOn, Fault::TornOnce),
                         [](const auto &fault) {
                           return std::string(fault.param == Fault::FailOnce     ? "Once"
                                              : fault.param == Fault::FailFromOn ? "FromOn"
                                                                                 : "Torn");
                         });

TEST_P(Fails, Apply) {
  unsigned at = 1;
  for (; at < Many && !HasFatalFailure(); ++at) {
    SCOPED_TRACE(at);
    Scene scene;
    FaultyFiles ops(GetParam(), at);
    bool isDone = scene.apply(ops);
    if (!ops.hasStruck())
      break;
    bool isWhole = isDone ? scene.isNew() : scene.isOld();
    // One fault is rolled back on the spot; where the disk is gone, by recovery.
    EXPECT_TRUE(isWhole || (!isDone && GetParam() == Fault::FailFromOn)) << scene.lastSaid();
    expectWhole(scene);
  }
  EXPECT_GT(at, 30U) << "the faults never struck";
  EXPECT_LT(at, Many);
}

TEST_P(Fails, Undo) {
  unsigned at = 1;
  for (; at < Many && !HasFatalFailure(); ++at) {
    SCOPED_TRACE(at);
    Scene scene;
    ASSERT_TRUE(scene.apply(realFileOps()));
    FaultyFiles ops(GetParam(), at);
    bool isDone = scene.undo(ops);
    if (!ops.hasStruck())
      break;
    bool isWhole = isDone ? scene.isOld() : scene.isNew();
    EXPECT_TRUE(isWhole || (!isDone && GetParam() == Fault::FailFromOn)) << scene.lastSaid();
    expectWhole(scene);
  }
  EXPECT_GT(at, 20U) << "the faults never struck";
  EXPECT_LT(at, Many);
}

TEST(FailsTwice, SaysWhatToDo) {
  // The rename of the second file fails and so does everything after it.
  for (unsigned at = 1; at < Many; ++at) {
    Scene scene;
    FaultyFiles ops(Fault::FailFromOn, at);
    if (scene.apply(ops))
      break;
    if (scene.isOld() || scene.isNew())
      continue;
    EXPECT_NE(scene.lastSaid().find("repool undo tries that again"), std::string::npos)
        << scene.lastSaid();
    EXPECT_TRUE(scene.undo(realFileOps())) << scene.lastSaid();
    EXPECT_TRUE(scene.isOld());
    return;
  }
  FAIL() << "no fault left the files half done";
}

} // namespace
} // namespace repool
