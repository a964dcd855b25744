#include "Waits.h"

#include "Pool.h"

#include <algorithm>
#include <thread>

namespace repool::detail {

// Pools are looked at one after the other, so a picture of several may be one that never was. A
// deadlock does not go away: it is one if it is still there a moment later.
bool Waits::begin(Holder holder, const Pool &pool, Ticket ticket) {
  constexpr Milliseconds moment(2);
  for (bool isSecondLook = false;; isSecondLook = true) {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      waiting_[holder] = {&pool, ticket};
      std::vector<const Pool *> seen;
      if (!isStuck(pool, seen))
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

// Who waits for a second connection of the same pool gets it from the reserve, in the end.
bool Waits::isStuck(const Pool &pool, std::vector<const Pool *> &seen) const {
  if (std::find(seen.begin(), seen.end(), &pool) != seen.end())
    return true;
  seen.push_back(&pool);
  const std::vector<Holder> holders = pool.holdersIfFull();
  if (holders.empty())
    return false;
  return std::all_of(holders.begin(), holders.end(), [&](Holder holder) {
    const auto found = waiting_.find(holder);
    return found != waiting_.end() && found->second.pool != &pool &&
           found->second.pool->isWaiting(found->second.ticket) &&
           isStuck(*found->second.pool, seen);
  });
}

} // namespace repool::detail
