#include "Contenders.h"

#include "FifoPool.h"
#include "MutexPool.h"
#include "SociPool.h"
#include "repool/pq.h"

namespace repool::bench {

namespace {

bool select(PGconn *conn, const char *sql) {
  PGresult *const result = PQexec(conn, sql);
  const bool isRow = PQresultStatus(result) == PGRES_TUPLES_OK && PQntuples(result) == 1;
  PQclear(result);
  return isRow;
}

bool discard(PGconn *conn) {
  PGresult *const result = PQexec(conn, "DISCARD ALL");
  const bool isDone = PQresultStatus(result) == PGRES_COMMAND_OK;
  PQclear(result);
  return isDone;
}

class Direct final : public Contender {
public:
  explicit Direct(std::string url) : url_(std::move(url)) {}

  bool request(const char *sql) override {
    PGconn *const conn = PQconnectdb(url_.c_str());
    const bool isRow = PQstatus(conn) == CONNECTION_OK && select(conn, sql);
    PQfinish(conn);
    return isRow;
  }

private:
  std::string url_;
};

class Kept final : public Contender {
public:
  explicit Kept(std::string url) : url_(std::move(url)) {}

  bool request(const char *sql) override {
    thread_local const std::unique_ptr<PGconn, void (*)(PGconn *)> conn(openOrExit(url_), PQfinish);
    return select(conn.get(), sql);
  }

private:
  std::string url_;
};

template <class Pool, bool resets> class Pooled final : public Contender {
public:
  Pooled(const std::string &url, std::size_t connections) : pool_(url, connections) {}

  bool request(const char *sql) override {
    PGconn *const conn = pool_.take();
    const bool isRow = select(conn, sql) && (!resets || discard(conn));
    pool_.give(conn);
    return isRow;
  }

private:
  Pool pool_;
};

class Soci final : public Contender {
public:
  Soci(const std::string &url, std::size_t connections) : pool_(url, connections) {}

  bool request(const char *sql) override {
    soci::session session(pool_.pool());
    return select(SociPool::handleOf(session), sql);
  }

private:
  SociPool pool_;
};

class Ours final : public Contender {
public:
  explicit Ours(std::string url) : url_(std::move(url)) {}

  bool request(const char *sql) override {
    return repool::withDatabase(repool::pq(url_).stateless(),
                                [sql](PGconn *conn) { return select(conn, sql); });
  }

private:
  std::string url_;
};

class OursReset final : public Contender {
public:
  explicit OursReset(std::string url) : url_(std::move(url)) {}

  bool request(const char *sql) override {
    return repool::withDatabase(repool::pq(url_),
                                [sql](PGconn *conn) { return select(conn, sql); });
  }

private:
  std::string url_;
};

} // namespace

std::unique_ptr<Contender> contender(const std::string &name, const std::string &url,
                                     std::size_t connections) {
  if (name == "direct")
    return std::make_unique<Direct>(url);
  if (name == "kept")
    return std::make_unique<Kept>(url);
  if (name == "mutex")
    return std::make_unique<Pooled<MutexPool, false>>(url, connections);
  if (name == "mutex-discard")
    return std::make_unique<Pooled<MutexPool, true>>(url, connections);
  if (name == "fifo")
    return std::make_unique<Pooled<FifoPool, false>>(url, connections);
  if (name == "fifo-discard")
    return std::make_unique<Pooled<FifoPool, true>>(url, connections);
  if (name == "soci")
    return std::make_unique<Soci>(url, connections);
  if (name == "repool")
    return std::make_unique<Ours>(url);
  if (name == "repool-reset")
    return std::make_unique<OursReset>(url);
  return nullptr;
}

} // namespace repool::bench
