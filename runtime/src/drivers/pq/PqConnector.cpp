#include "PqConnector.h"

#include "Session.h"

#include <utility>

namespace repool::detail {

namespace {

class PqConnection final : public Connection {
public:
  explicit PqConnection(PGconn *conn) : conn_(conn), session_(conn, Session::Owner::Caller) {}

  ~PqConnection() override { PQfinish(conn_); }

  void *handle() noexcept override { return conn_; }

  bool isAlive(TimePoint) noexcept override { return Session::isQuiet(conn_); }

  bool makeFresh(bool keepSession, TimePoint) noexcept override {
    return session_.makeFresh(conn_, keepSession);
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

PGconn *PqArguments::open() const {
  if (text_)
    return PQconnectdb(text_->c_str());
  std::vector<const char *> keywords;
  std::vector<const char *> values;
  for (const auto &[name, value] : list_) {
    keywords.push_back(name.c_str());
    values.push_back(value.c_str());
  }
  keywords.push_back(nullptr);
  values.push_back(nullptr);
  return PQconnectdbParams(keywords.data(), values.data(), expandsDbname_ ? 1 : 0);
}

std::optional<Conninfo> PqArguments::resolved() const {
  return text_ ? conninfoOf(*text_) : conninfoOf(list_, expandsDbname_);
}

Target PqConnector::target() const {
  const std::optional<Conninfo> conninfo = arguments_.resolved();
  if (!conninfo)
    return {{}, {}, "PostgreSQL"};
  return {"libpq;" + conninfo->key(), conninfo->describe(), conninfo->describe()};
}

Opened PqConnector::connectAsCalled() const {
  return wrap(arguments_.open());
}

Opened PqConnector::connect(TimePoint) const {
  return connectAsCalled();
}

// libpq has no way to put a text into a handle, but it quotes the name of an option that it does
// not know, and does so before it looks at anything else: no file, no socket, no name service.
//   PQerrorMessage: invalid connection option "repool: no connection to ... within 5000 ms: ..."
Opened PqConnector::refuse(const Failure &failure) const {
  const char *const keywords[] = {failure.message.c_str(), nullptr};
  const char *const values[] = {"1", nullptr};
  return wrap(PQconnectStartParams(keywords, values, 0));
}

} // namespace repool::detail
