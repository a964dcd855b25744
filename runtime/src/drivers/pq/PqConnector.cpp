#include "PqConnector.h"

#include "../../Fork.h"
#include "Session.h"
#include "Wire.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace repool::detail {

namespace {

class PqConnection final : public Connection {
public:
  explicit PqConnection(PGconn *conn) : conn_(conn), session_(conn, Session::Owner::Caller) {}

  ~PqConnection() override { PQfinish(conn_); }

  void *handle() noexcept override { return conn_; }

  bool isAlive(TimePoint deadline) noexcept override { return session_.isAlive(conn_, deadline); }

  bool answers(TimePoint deadline) noexcept override { return Session::answers(conn_, deadline); }

  bool isBroken() noexcept override { return Session::isBroken(conn_); }

  bool hasOpenTransaction() noexcept override { return Session::hasOpenTransaction(conn_); }

  bool makeFresh(bool keepSession, TimePoint deadline) noexcept override {
    return session_.makeFresh(conn_, keepSession, deadline);
  }

  std::string identity(TimePoint deadline) override { return Session::identity(conn_, deadline); }

  std::optional<Standing> standing(TimePoint deadline) override {
    return Session::standing(conn_, deadline);
  }

  bool hasOwnSession(TimePoint deadline) override {
    return Session::hasOwnSession(conn_, deadline);
  }

  void disown() noexcept override { conn_ = nullptr; }

  void abandon() noexcept override { Session::abandon(conn_); }

private:
  PGconn *conn_;
  Session session_;
};

Opened wrap(PGconn *conn) {
  Opened opened;
  opened.code = PQstatus(conn); // CONNECTION_BAD for null too
  opened.isGood = opened.code == CONNECTION_OK;
  if (conn)
    opened.connection = std::make_unique<PqConnection>(conn);
  return opened;
}

} // namespace

PqArguments PqArguments::text(std::string conninfo) {
  PqArguments arguments;
  arguments.text_ = std::move(conninfo);
  return arguments;
}

PqArguments PqArguments::list(const char *const *keywords, const char *const *values,
                              bool expands) {
  PqArguments arguments;
  arguments.expandsDbname_ = expands;
  for (std::size_t i = 0; keywords && values && keywords[i]; ++i)
    if (values[i])
      arguments.list_.emplace_back(keywords[i], values[i]);
  return arguments;
}

// PQsetdbLogin reads dbname first, as a whole text if it is one, then lets the others win; `tty`
// has had no effect for decades.
PqArguments PqArguments::login(const char *host, const char *port, const char *options,
                               const char *dbname, const char *user, const char *password) {
  const char *const keywords[] = {"dbname", "host", "port", "options", "user", "password", nullptr};
  const char *const values[] = {dbname, host, port, options, user, password, nullptr};
  return list(keywords, values, true);
}

namespace {

template <class Connect> PGconn *withArrays(const std::vector<Parameter> &list, Connect connect) {
  std::vector<const char *> keywords;
  std::vector<const char *> values;
  for (const auto &[name, value] : list) {
    keywords.push_back(name.c_str());
    values.push_back(value.c_str());
  }
  keywords.push_back(nullptr);
  values.push_back(nullptr);
  return connect(keywords.data(), values.data());
}

} // namespace

PGconn *PqArguments::open() const {
  const LibraryCall call;
  if (text_)
    return PQconnectdb(text_->c_str());
  return withArrays(list_, [&](const char *const *keywords, const char *const *values) {
    return PQconnectdbParams(keywords, values, expandsDbname_ ? 1 : 0);
  });
}

PGconn *PqArguments::start() const {
  const LibraryCall call;
  if (text_)
    return PQconnectStart(text_->c_str());
  return withArrays(list_, [&](const char *const *keywords, const char *const *values) {
    return PQconnectStartParams(keywords, values, expandsDbname_ ? 1 : 0);
  });
}

PGPing PqArguments::ping() const {
  if (text_)
    return PQping(text_->c_str());
  PGPing ping = PQPING_NO_ATTEMPT;
  withArrays(list_, [&](const char *const *keywords, const char *const *values) -> PGconn * {
    ping = PQpingParams(keywords, values, expandsDbname_ ? 1 : 0);
    return nullptr;
  });
  return ping;
}

std::optional<Conninfo> PqArguments::resolved() const {
  return text_ ? conninfoOf(*text_) : conninfoOf(list_, expandsDbname_);
}

std::string PqArguments::fingerprint() const {
  std::string fingerprint = expandsDbname_ ? "+" : "-";
  for (const auto &[name, value] : list_)
    fingerprint += name + '=' + std::to_string(value.size()) + ':' + value + ';';
  return text_ ? *text_ : fingerprint;
}

PqConnector::PqConnector(PqArguments arguments)
    : arguments_(std::move(arguments)),
      namesService_(arguments_.fingerprint().find("service") != std::string::npos) {}

Target PqConnector::target() const {
  const std::optional<Conninfo> conninfo = arguments_.resolved();
  return conninfo ? conninfo->target("libpq") : Target{{}, {}, "PostgreSQL"};
}

Opened PqConnector::connectAsCalled() const {
  return wrap(arguments_.open());
}

Opened PqConnector::connect(TimePoint deadline) const {
  PGconn *const conn = arguments_.start();
  const bool isOverAtOnce = PQstatus(conn) == CONNECTION_BAD;
  Failure failure = completeConnect(conn, connectDeadline(arguments_.resolved(), deadline));
  if (failure.blame == Blame::None)
    return wrap(conn);
  PQfinish(conn);
  // Arguments that libpq does not take are the caller's fault; it tells only PQping.
  if (isOverAtOnce && arguments_.ping() == PQPING_NO_ATTEMPT)
    failure.blame = Blame::Caller;
  Opened opened;
  opened.failure = std::move(failure);
  return opened;
}

std::shared_ptr<const Connector> PqConnector::via(const std::string &url) const {
  const std::optional<Conninfo> own = arguments_.resolved();
  const std::optional<Conninfo> link = own ? own->via(url) : std::nullopt;
  return link ? std::make_shared<PqConnector>(PqArguments::text(link->text())) : nullptr;
}

Opened PqConnector::refuse(const Failure &failure) const {
  return wrap(failedHandle(failure.message));
}

} // namespace repool::detail
