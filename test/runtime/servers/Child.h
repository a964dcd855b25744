/// \file
/// A forked child that looks at the runtime as it finds it.

#ifndef REPOOL_TEST_RUNTIME_SERVERS_CHILD_H
#define REPOOL_TEST_RUNTIME_SERVERS_CHILD_H

#include <sys/wait.h>
#include <unistd.h>

namespace repool::test {

/// Runs \p body in a forked child and tells whether it returned true there.
template <class Body> bool holdsInChild(Body body) {
  const pid_t child = fork();
  if (child == 0)
    _exit(body() ? 0 : 1);
  int status = 1;
  waitpid(child, &status, 0);
  return status == 0;
}

} // namespace repool::test

#endif // REPOOL_TEST_RUNTIME_SERVERS_CHILD_H
