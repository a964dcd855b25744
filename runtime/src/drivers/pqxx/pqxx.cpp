// The libpqxx driver: sources, and how a pqxx::connection is opened, kept and refused.

#include "repool/pqxx.h"

#include "../../Connector.h"
#include "../pq/Conninfo.h"
#include "../pq/Session.h"
#include "Memory.h"

#include <pqxx/except>

#include <memory>
#include <optional>
#include <utility>

namespace repool {

namespace {

using detail::Conninfo;
using detail::Opened;
using detail::Session;

class PqxxConnection final : public detail::Connection {
public:
  explicit PqxxConnection(const std::string &options)
      : conn_(options), session_(detail::rawHandle(conn_), Session::Owner::Wrapper) {}

  void *handle() noexcept override { return &conn_; }

  bool isAlive(detail::TimePoint) noexcept override {
    PGconn *const raw = detail::rawHandle(conn_);
    return raw && Session::isQuiet(raw);
  }

  bool makeFresh(bool keepSession, detail::TimePoint) noexcept override {
    PGconn *const raw = detail::rawHandle(conn_);
    return raw && !detail::remembersAnything(conn_) && session_.makeFresh(raw, keepSession);
  }

  void disown() noexcept override {} // a failed open is an exception: there is no handle

  void abandon() noexcept override {
    if (PGconn *const raw = detail::rawHandle(conn_))
      Session::abandon(raw);
  }

private:
  ::pqxx::connection conn_;
  Session session_;
};

class PqxxConnector final : public detail::Connector {
public:
  explicit PqxxConnector(std::string options) : options_(std::move(options)) {}

  detail::Target target() const override {
    const std::optional<Conninfo> conninfo = detail::conninfoOf(options_);
    if (!conninfo)
      return {{}, {}, "PostgreSQL"};
    return {"libpqxx;" + conninfo->key(), conninfo->describe(), conninfo->describe()};
  }

  Opened connectAsCalled() const override {
    return {std::make_unique<PqxxConnection>(options_), true, 0, {}};
  }

  Opened connect(detail::TimePoint) const override { return connectAsCalled(); }

  Opened refuse(const detail::Failure &failure) const override {
    throw ::pqxx::broken_connection(failure.message);
  }

private:
  std::string options_;
};

} // namespace

Source<::pqxx::connection> pqxx() {
  return pqxx(std::string());
}

Source<::pqxx::connection> pqxx(const char *options) {
  return pqxx(std::string(options ? options : ""));
}

Source<::pqxx::connection> pqxx(const std::string &options) {
  return Source<::pqxx::connection>(std::make_shared<PqxxConnector>(options));
}

} // namespace repool
