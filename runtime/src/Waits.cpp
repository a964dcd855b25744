#include "Waits.h"

#include "Pool.h"

#include <algorithm>
#include <thread>
#include <vector>

namespace repool::detail {

// Pools are looked at one after the other, so a picture of several may be one that never was. A
// deadlock does not go away: it is one if it is still there a moment later.
bool Waits::begin(Holder holder, const Pool &pool, Ticket ticket) {
  constexpr Milliseconds moment(2);
  for (bool isSecondLook = false;; isSecondLook = true) {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      waiting_[holder] = {&pool, ticket};
      if (!isStuck(pool))
        return true;
      if (isSecondLook) {
        waiting_.erase(holder);
        return false;
      }
    }
    std::this_thread::sleep_for(moment);
  }
}

void Waits::end(Holder holder) {
  const std::lock_guard<std::mutex> lock(mutex_);
  waiting_.erase(holder);
}

// A pool is stuck if all who could give one of its connections back wait for pools that are stuck:
// what is left when everybody is taken away who does not wait, then those who wait for what these
// give back, and so on (graph reduction; Holt, "Some Deadlock Properties of Computer Systems",
// 1972). A wait for the same pool counts like any other: the reserve, for which it is, may itself
// be held by somebody who is stuck.
bool Waits::isStuck(const Pool &asked) const {
  struct Node {
    const Pool *pool;
    std::vector<const Pool *> waitsFor; ///< by holder; null: this one does not wait
    bool isLive = false;
  };

  std::vector<Node> nodes = {{&asked, {}, false}};
  const auto nodeOf = [&](const Pool *pool) {
    return std::find_if(nodes.begin(), nodes.end(),
                        [&](const Node &node) { return node.pool == pool; });
  };
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const std::vector<Holder> holders = nodes[i].pool->holdersIfFull();
    nodes[i].isLive = holders.empty();
    for (const Holder holder : holders) {
      const auto found = waiting_.find(holder);
      const bool waits =
          found != waiting_.end() && found->second.pool->isWaiting(found->second.ticket);
      nodes[i].waitsFor.push_back(waits ? found->second.pool : nullptr);
      if (waits && nodeOf(found->second.pool) == nodes.end())
        nodes.push_back({found->second.pool, {}, false});
    }
  }
  const auto isFree = [&](const Pool *pool) { return pool == nullptr || nodeOf(pool)->isLive; };
  for (bool isChanged = true; isChanged;) {
    isChanged = false;
    for (Node &node : nodes)
      if (!node.isLive && std::any_of(node.waitsFor.begin(), node.waitsFor.end(), isFree))
        isChanged = node.isLive = true;
  }
  return !nodes.front().isLive;
}

} // namespace repool::detail
