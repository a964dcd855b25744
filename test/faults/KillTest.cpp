/// \file
/// The process ends at every operation of apply, of undo, and of the recovery itself.
#include "Scene.h"

#include <gtest/gtest.h>
#include <set>

namespace repool {
namespace {

constexpr unsigned Many = 1000;

void nothing(Scene &, FileOps &) {}

void apply(Scene &scene, FileOps &ops) {
  scene.apply(ops);
}

void undo(Scene &scene, FileOps &ops) {
  scene.undo(ops);
}

void recover(Scene &scene, FileOps &ops) {
  scene.recover(ops);
}

class Killed : public testing::TestWithParam<Fault> {
protected:
  using Step = std::function<void(Scene &, FileOps &)>;

  /// True if \p step was killed at its operation \p at.
  bool isKilled(Scene &scene, const Step &step, unsigned at) const {
    return Scene::isKilled([&] {
      FaultyFiles ops(GetParam(), at);
      step(scene, ops);
    });
  }

  /// Kills \p step at each of its operations, on a scene that \p before has set up.
  void killEverywhere(const Step &before, const Step &step, unsigned least) const {
    unsigned at = 1;
    for (; at < Many && !HasFatalFailure(); ++at) {
      SCOPED_TRACE(at);
      Scene scene;
      before(scene, realFileOps());
      if (!isKilled(scene, step, at))
        break;
      expectWhole(scene);
    }
    EXPECT_GT(at, least) << "nothing was killed";
    EXPECT_LT(at, Many);
  }

  /// Kills \p step at each of its operations, and then the recovery at each of its own. What only
  /// read before it was killed left the disk as the one before; that recovery has been seen.
  void killTwice(const Step &before, const Step &step, unsigned least) const {
    std::set<std::string> disks;
    unsigned kills = 0;
    for (unsigned first = 1; first < Many && !HasFatalFailure(); ++first) {
      Scene probe;
      before(probe, realFileOps());
      if (!isKilled(probe, step, first))
        break;
      bool isRecoveryKilled = disks.insert(probe.disk()).second;
      for (unsigned second = 1; isRecoveryKilled && !HasFatalFailure(); ++second) {
        SCOPED_TRACE(std::to_string(first) + ", then " + std::to_string(second));
        Scene scene;
        before(scene, realFileOps());
        isKilled(scene, step, first);
        isRecoveryKilled = isKilled(scene, recover, second);
        kills += isRecoveryKilled ? 1 : 0;
        expectRecovers(scene);
      }
    }
    EXPECT_GT(kills, least);
  }
};

INSTANTIATE_TEST_SUITE_P(Each, Killed, testing::Values(Fault::Kill, Fault::KillTorn),
                         [](const auto &fault) {
                           return std::string(fault.param == Fault::Kill ? "Before" : "Torn");
                         });

TEST_P(Killed, Apply) {
  killEverywhere(nothing, apply, 30);
}

TEST_P(Killed, Undo) {
  killEverywhere(apply, undo, 20);
}

TEST_P(Killed, RecoveryOfAnApply) {
  killTwice(nothing, apply, 300);
}

TEST_P(Killed, RecoveryOfAnUndo) {
  killTwice(apply, undo, 200);
}

TEST_P(Killed, UndoAfterAKillGivesTheOldText) {
  for (unsigned at = 1; at < Many; ++at) {
    SCOPED_TRACE(at);
    Scene scene;
    if (!isKilled(scene, apply, at))
      break;
    scene.undo(realFileOps()); // an error where nothing had been written yet
    ASSERT_TRUE(scene.isOld()) << scene.lastSaid();
  }
}

} // namespace
} // namespace repool
