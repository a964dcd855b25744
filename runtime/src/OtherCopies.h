/// \file
/// One set of pools per process, even if the runtime is linked into it twice.
///
/// A program and a plugin may each contain this library, with hidden symbols; two registries would
/// open twice `max`. Each copy carries an ELF note with the way to its anchor; the copies find each
/// other by it. Equal versions share the registry of the first one in load order. Different ones
/// cannot, and the later one refuses to lend, in words. Where there are no ELF notes each copy is
/// for itself. A copy that is unloaded while it is the first is the program's mistake.

#ifndef REPOOL_SRC_OTHERCOPIES_H
#define REPOOL_SRC_OTHERCOPIES_H

#include <atomic>
#include <string>

namespace repool::detail {

class Registry;

/// Where the registry of this process is written down, for all copies of this version.
std::atomic<Registry *> &registryOfAllCopies();

/// Why this copy must not lend; "" if it may.
const std::string &refusalOfThisCopy();

} // namespace repool::detail

#endif // REPOOL_SRC_OTHERCOPIES_H
