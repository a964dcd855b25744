/// \file
/// One endpoint of the chain: what it is called and how it is probed.
///
///   text -> Endpoint
///
/// Text that cannot be read is refused in a sentence that names where it came from and never quotes
/// it, since it may hold a password.
#pragma once

#include "llvm/Support/Error.h"
#include "monitor/Check.h"

#include <string>
#include <vector>

namespace repool::monitor {

/// A text and where it was given: "--endpoint", "DATABASE_URL".
struct NamedText {
  std::string from;
  std::string text;
};

struct Endpoint {
  std::string place; ///< "app@db:5432/shop", as the runtime names the pool; never a secret
  Probe probe;
};

/// In the same order. As in the runtime's chain, a link of PostgreSQL that leaves out user,
/// password or database means those of the last one.
llvm::Expected<std::vector<Endpoint>> endpointsOf(const std::vector<NamedText> &texts);

} // namespace repool::monitor
