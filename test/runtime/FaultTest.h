/// \file
/// What the fault tests have in common: fresh pools and variables for each test, and requests as
/// migrated code makes them, by either driver.

#ifndef REPOOL_TEST_RUNTIME_FAULTTEST_H
#define REPOOL_TEST_RUNTIME_FAULTTEST_H

#include "repool/pq.h"
#include "repool/stats.h"
#include "servers/Asking.h"
#include "servers/PostgresServer.h"
#include "servers/Waiting.h"

#include <cstdlib>
#include <functional>
#include <gtest/gtest.h>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace repool::test {

/// How a request ended, from the site's point of view.
struct Outcome {
  enum Kind {
    Done,
    NoConnection, ///< the borrow failed
    Lost,         ///< the connection broke in the call
    SqlError      ///< the server said no
  };

  Kind kind = Done;
  std::string text; ///< the first value, or the message
  int entered = 0;  ///< how often the callback was
};

inline std::ostream &operator<<(std::ostream &out, const Outcome &outcome) {
  static const char *const names[] = {"done", "no connection", "lost", "SQL error"};
  return out << names[outcome.kind] << ": " << outcome.text;
}

/// One way of writing the same request.
struct Driver {
  const char *name;
  /// \p marks: bits of detail::Mark.
  Outcome (*request)(const std::string &url, const std::string &sql, unsigned marks);

  Outcome operator()(const std::string &url, const std::string &sql, unsigned marks = 0) const {
    return request(url, sql, marks);
  }
};

/// Shown instead of its bytes.
inline void PrintTo(const Driver &driver, std::ostream *out) {
  *out << driver.name;
}

extern const Driver Libpq;
extern const Driver Libpqxx;

/// The source with the marks.
template <class Handle> Source<Handle> marked(Source<Handle> source, unsigned marks) {
  if (marks & detail::Stateless)
    source = source.stateless();
  if (marks & detail::ReadOnly)
    source = source.readOnly();
  if (marks & detail::Idempotent)
    source = source.idempotent();
  if (marks & detail::MayBeStale)
    source = source.mayBeStale();
  return source;
}

class FaultTest : public testing::Test {
protected:
  void SetUp() override {
    if (!PostgresServer::isInstalled())
      GTEST_SKIP() << "no PostgreSQL server to start: initdb not found";
    ASSERT_TRUE(shutdown(10000));
    before_ = stats();
  }

  void TearDown() override {
    EXPECT_TRUE(shutdown(10000)) << "a connection is still lent";
    for (const std::string &name : names_)
      unsetenv(name.c_str());
  }

  /// Before the first borrow of the test, since that is when variables are read.
  void set(const std::string &name, const std::string &value) {
    setenv(name.c_str(), value.c_str(), 1);
    names_.insert(name);
  }

  /// How much a counter has grown in this test.
  std::uint64_t grown(std::uint64_t Stats::*counter) const {
    return stats().*counter - before_.*counter;
  }

private:
  std::set<std::string> names_;
  Stats before_ = {};
};

/// Runs \p body(number) in \p count threads at the same time.
inline void inThreads(int count, const std::function<void(int)> &body) {
  std::vector<std::thread> threads;
  for (int i = 0; i < count; ++i)
    threads.emplace_back(body, i);
  for (std::thread &thread : threads)
    thread.join();
}

/// The driver as a test parameter: TEST_P over both.
class BothDrivers : public FaultTest, public testing::WithParamInterface<Driver> {};

inline std::string nameOf(const testing::TestParamInfo<Driver> &info) {
  return info.param.name;
}

} // namespace repool::test

#endif // REPOOL_TEST_RUNTIME_FAULTTEST_H
