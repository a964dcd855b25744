// The libpqxx driver: sources, and how a pqxx::connection is opened, kept and refused.

#include "repool/pqxx.h"

#include "../../Fork.h"
#include "../ConnectorCache.h"
#include "../pq/Conninfo.h"
#include "../pq/Session.h"
#include "../pq/Wire.h"
#include "Memory.h"

#include <pqxx/except>

#include <algorithm>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

namespace repool {

namespace {

using detail::Conninfo;
using detail::Opened;
using detail::Session;
using detail::TimePoint;

class PqxxConnection final : public detail::Connection {
public:
  explicit PqxxConnection(const std::string &options)
      : conn_(options), session_(detail::rawHandle(conn_), Session::Owner::Wrapper) {}

  void *handle() noexcept override { return &conn_; }

  bool isAlive(TimePoint deadline) noexcept override {
    PGconn *const raw = detail::rawHandle(conn_);
    return raw && session_.isAlive(raw, deadline);
  }

  bool answers(TimePoint deadline) noexcept override {
    PGconn *const raw = detail::rawHandle(conn_);
    return raw && Session::answers(raw, deadline);
  }

  // libpqxx 6 lets go of a handle that broke; a program that disconnects does the same, and has
  // not lost anything.
  bool isBroken() noexcept override {
    PGconn *const raw = detail::rawHandle(conn_);
    return raw && Session::isBroken(raw);
  }

  bool hasOpenTransaction() noexcept override {
    PGconn *const raw = detail::rawHandle(conn_);
    return raw && Session::hasOpenTransaction(raw);
  }

  bool makeFresh(bool keepSession, TimePoint deadline) noexcept override {
    PGconn *const raw = detail::rawHandle(conn_);
    return raw && !detail::remembersAnything(conn_) &&
           session_.makeFresh(raw, keepSession, deadline);
  }

  std::string identity(TimePoint deadline) override {
    PGconn *const raw = detail::rawHandle(conn_);
    return raw ? Session::identity(raw, deadline) : std::string();
  }

  std::optional<detail::Standing> standing(TimePoint deadline) override {
    PGconn *const raw = detail::rawHandle(conn_);
    return raw ? Session::standing(raw, deadline) : std::nullopt;
  }

  bool hasOwnSession(TimePoint deadline) override {
    PGconn *const raw = detail::rawHandle(conn_);
    return raw && Session::hasOwnSession(raw, deadline);
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
  explicit PqxxConnector(std::string options)
      : options_(std::move(options)), namesService_(options_.find("service") != std::string::npos) {
  }

  detail::Target target() const override {
    const std::optional<Conninfo> conninfo = detail::conninfoOf(options_);
    return conninfo ? conninfo->target("libpqxx") : detail::Target{{}, {}, "PostgreSQL"};
  }

  std::uint64_t stamp() const noexcept override { return detail::conninfoStamp(namesService_); }

  Opened connectAsCalled() const override {
    const detail::LibraryCall call;
    return {std::make_unique<PqxxConnection>(options_), true, 0, {}};
  }

  // libpqxx connects in its constructor, so libpq has to keep the time: in whole seconds, at least
  // two. The borrower does not wait for it.
  Opened connect(TimePoint deadline) const override {
    const std::optional<Conninfo> conninfo = detail::conninfoOf(options_);
    const auto left = std::chrono::ceil<std::chrono::seconds>(
        detail::connectDeadline(conninfo, deadline) - detail::Clock::now());
    const std::string limit =
        " connect_timeout=" + std::to_string(std::max<long long>(left.count(), 2));
    const std::string text = (conninfo ? conninfo->text() : options_) + limit;
    try {
      const detail::LibraryCall call;
      return {std::make_unique<PqxxConnection>(text), true, 0, {}};
    } catch (const std::exception &error) {
      Opened opened;
      opened.failure.message = error.what();
      opened.failure.blame = detail::blameOf({}, opened.failure.message);
      // Arguments that libpq does not take are the caller's fault; it tells only PQping.
      if (opened.failure.message.find("connect") == std::string::npos &&
          PQping(text.c_str()) == PQPING_NO_ATTEMPT)
        opened.failure.blame = detail::Blame::Caller;
      return opened;
    }
  }

  std::shared_ptr<const Connector> via(const std::string &url) const override {
    const std::optional<Conninfo> own = detail::conninfoOf(options_);
    const std::optional<Conninfo> link = own ? own->via(url) : std::nullopt;
    return link ? std::make_shared<PqxxConnector>(link->text()) : nullptr;
  }

  Opened refuse(const detail::Failure &failure) const override {
    throw ::pqxx::broken_connection(failure.message);
  }

private:
  std::string options_;
  bool namesService_;
};

struct OfTexts {};

std::shared_ptr<const detail::Connector> connectorOf(std::string_view options) {
  return detail::ConnectorCache<OfTexts>::get(
      options, [&] { return std::make_shared<PqxxConnector>(std::string(options)); });
}

} // namespace

Source<::pqxx::connection> pqxx() {
  return pqxx(std::string());
}

Source<::pqxx::connection> pqxx(const char *options) {
  return Source<::pqxx::connection>(connectorOf(options ? options : ""));
}

Source<::pqxx::connection> pqxx(const std::string &options) {
  return Source<::pqxx::connection>(connectorOf(options));
}

} // namespace repool
