/// \file
/// What a pool found out under its lock and does without it.
///
/// Costs nothing while it is empty, which is the common case.

#ifndef REPOOL_SRC_AFTERWARDS_H
#define REPOOL_SRC_AFTERWARDS_H

#include "Pool.h"

namespace repool::detail {

struct Pool::Afterwards {
  struct Happening {
    repool_event_kind kind;
    std::string detail;
  };

  /// To be closed, and only then is its place free.
  struct Retired {
    std::size_t slot = 0;
    std::unique_ptr<Connection> connection;
  };

  std::vector<Waiter *> served; ///< to be told
  std::vector<std::unique_ptr<Connection>> unwanted;
  std::vector<Retired> retired;
  std::vector<Dial> dials;
  std::vector<Happening> happenings;
  TimePoint wakeBy = TimePoint::max();
  bool isDrained = false;
};

} // namespace repool::detail

#endif // REPOOL_SRC_AFTERWARDS_H
