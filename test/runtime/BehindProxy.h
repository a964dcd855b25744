/// \file
/// Tests with a fault proxy between the program and the shared server, which has a row to count in.

#ifndef REPOOL_TEST_RUNTIME_BEHINDPROXY_H
#define REPOOL_TEST_RUNTIME_BEHINDPROXY_H

#include "FaultTest.h"
#include "servers/FaultProxy.h"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

namespace repool::test {

class BehindProxy : public BothDrivers {
protected:
  void SetUp() override {
    BothDrivers::SetUp();
    if (IsSkipped())
      return;
    server_ = &PostgresServer::shared();
    server_->ask("DROP TABLE IF EXISTS counter; CREATE TABLE counter (n int);"
                 "INSERT INTO counter VALUES (0); GRANT ALL ON counter TO web");
    proxy_ = std::make_unique<FaultProxy>(server_->port());
  }

  void TearDown() override {
    proxy_.reset(); // nobody is left hanging in a black hole
    BothDrivers::TearDown();
  }

  std::string url() const { return PostgresServer::urlAt(proxy_->port()); }

  Outcome request(const std::string &sql, unsigned marks = 0) const {
    return GetParam()(url(), sql, marks);
  }

  std::string counter() const { return server_->ask("SELECT n FROM counter"); }

  PostgresServer *server_ = nullptr;
  std::unique_ptr<FaultProxy> proxy_;
};

/// The middle one: one slice of a busy machine does not decide.
inline Milliseconds median(std::vector<Milliseconds> times) {
  std::sort(times.begin(), times.end());
  return times[times.size() / 2];
}

} // namespace repool::test

#endif // REPOOL_TEST_RUNTIME_BEHINDPROXY_H
