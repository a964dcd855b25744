/// \file
/// What a child after fork must know: that it is one, and that no lock was taken along.
///
/// Whatever was made under another generation belongs to the parent; its sockets must not be
/// written to, its locks may be held by threads that do not exist here.

#ifndef REPOOL_SRC_FORK_H
#define REPOOL_SRC_FORK_H

#include <mutex>

namespace repool::detail {

/// A number that grows by one in each child.
unsigned forkGeneration() noexcept;

/// Registers \p mutex, which lives as long as the program, to be held by the thread that forks, so
/// that the child finds what it guards whole. Nothing may be waited for under such a mutex. To be
/// called while the program is loaded; the value means nothing.
bool holdAcrossFork(std::mutex &mutex);

/// Around each call that opens a connection or asks for its defaults: client libraries take locks
/// of their own meanwhile (libpq one for its TLS settings), and know nothing of fork.
///
///   worker:  libpq locks .......... unlocks
///   caller:         fork               child: its first PQconnectdb waits for ever
///
/// A fork waits until no such call is under way, 50 ms at the most: one that hangs in a name
/// service must not stop the program. Calls do not wait for each other, and may not be nested.
class LibraryCall {
public:
  LibraryCall() noexcept;
  ~LibraryCall();
  LibraryCall(const LibraryCall &) = delete;
  LibraryCall &operator=(const LibraryCall &) = delete;

private:
  unsigned generation_;
};

} // namespace repool::detail

#endif // REPOOL_SRC_FORK_H
