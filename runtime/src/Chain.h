/// \file
/// Where a call may connect, best first. Today: its own words, and nothing else.
///
///   source -> [own text]                     now
///   source -> [pooler, DATABASE_URL, own]    once identity of the databases is proved
///
/// The seam for the fallback chain: who borrows walks the list, and each endpoint will have its own
/// breaker and retries there. Never empty.

#ifndef REPOOL_SRC_CHAIN_H
#define REPOOL_SRC_CHAIN_H

#include "Connector.h"

#include <memory>
#include <vector>

namespace repool::detail {

struct Endpoint {
  std::shared_ptr<const Connector> connector;
};

inline std::vector<Endpoint> endpointsOf(const std::shared_ptr<const Connector> &own) {
  return {Endpoint{own}};
}

} // namespace repool::detail

#endif // REPOOL_SRC_CHAIN_H
