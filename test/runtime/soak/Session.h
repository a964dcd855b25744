/// \file
/// A borrowed connection as a site uses it, by libpq or by libpqxx, lent by callback or by lease.
///
/// withSession() borrows, calls the body and gives back, and tells how that ended. A loss is left
/// to the driver's own form: libpqxx's exceptions pass through the runtime.

#ifndef REPOOL_TEST_RUNTIME_SOAK_SESSION_H
#define REPOOL_TEST_RUNTIME_SOAK_SESSION_H

#include "Phases.h"

#include <functional>
#include <string>
#include <vector>

namespace repool::test {

/// How a statement, or a transaction, ended.
struct Reply {
  enum Kind {
    Done,
    NotDone, ///< the server said no, and has undone it
    InDoubt  ///< nobody knows
  };

  Kind kind = Done;
  std::string text; ///< the first value, or the message
};

class Session {
public:
  virtual ~Session() = default;

  /// By itself, outside a transaction unless one is open.
  virtual Reply exec(const std::string &sql) = 0;

  /// All or nothing.
  virtual Reply transaction(const std::vector<std::string> &statements) = 0;

  /// Leaves something in the handle itself, and looks for it: "" or what was found.
  virtual void markHandle() = 0;
  virtual std::string markOfHandle() = 0;
};

/// One way of writing a call.
struct Way {
  bool isPqxx = false;
  bool isByLease = false;
  unsigned marks = 0; ///< bits of detail::Mark
};

std::string textOf(const Way &way);

struct Loaned {
  int entered = 0;     ///< how often the body was called with a good connection
  std::string refused; ///< why there was none
};

/// \p what names the call for reports.
Loaned withSession(const Way &way, const std::string &url, Phases &phases, const char *what,
                   const std::function<void(Session &)> &body);

} // namespace repool::test

#endif // REPOOL_TEST_RUNTIME_SOAK_SESSION_H
