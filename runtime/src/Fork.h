/// \file
/// Which process we are: a number that grows by one in each child after fork.
///
/// Whatever was made under another number belongs to the parent; its sockets must not be written
/// to, its locks may be held by threads that do not exist here.

#ifndef REPOOL_SRC_FORK_H
#define REPOOL_SRC_FORK_H

namespace repool::detail {

unsigned forkGeneration() noexcept;

} // namespace repool::detail

#endif // REPOOL_SRC_FORK_H
