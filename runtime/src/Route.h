/// \file
/// Which pools can serve a connector, best first; made by the registry, remembered by the
/// connector.
///
///   connector -> Route{pooler's pool, DATABASE_URL's pool, own pool}
///
/// A plain value. Pools are never freed, only given to another server; the serial tells whether a
/// leg still means what it meant.

#ifndef REPOOL_SRC_ROUTE_H
#define REPOOL_SRC_ROUTE_H

#include <cstdint>
#include <memory>
#include <vector>

namespace repool::detail {

class Pool;
class Replicas;

/// What is known of the sessions of a link.
enum class Sessions { Unknown, Own, Shared };

struct Leg {
  Pool *pool = nullptr;
  std::uint32_t shelf = 0;
  std::uint64_t serial = 0;
  bool isLink = false; ///< not the call's own words
};

struct Route {
  std::uint64_t epoch = 0;            ///< of the registry that made it
  std::uint64_t stamp = 0;            ///< Connector::stamp() when it was made
  std::vector<Leg> legs;              ///< empty: not pooled
  std::shared_ptr<Replicas> replicas; ///< null: there are none
  std::vector<Leg> replicaLegs;       ///< by the index of `replicas`; without a pool: not for these
  std::unique_ptr<const Route> older; ///< replaced, but perhaps still read; freed with this one
};

} // namespace repool::detail

#endif // REPOOL_SRC_ROUTE_H
