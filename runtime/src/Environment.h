/// \file
/// Whether the environment of the process may have changed: a number to compare.
///
/// libpq reads its defaults from the environment at each connect, so a borrow has to as well;
/// reading it all at each borrow would cost more than the borrow. setenv(), putenv() and unsetenv()
/// replace pointers, so the pointers tell. A string that was given to putenv() and is written to
/// afterwards is not noticed.

#ifndef REPOOL_SRC_ENVIRONMENT_H
#define REPOOL_SRC_ENVIRONMENT_H

#include <cstdint>

namespace repool::detail {

std::uint64_t environmentStamp() noexcept;

} // namespace repool::detail

#endif // REPOOL_SRC_ENVIRONMENT_H
