#include "Session.h"

#include "repool/pq.h"
#include "repool/pqxx.h"

#include <libpq-fe.h>
#include <pqxx/pqxx>

#include <exception>

// libpqxx 6.4 leaks a result when it loses its connection in exec; so does a program without pools.
extern "C" const char *__lsan_default_suppressions();

extern "C" const char *__lsan_default_suppressions() {
  return "leak:libpqxx-6";
}

namespace repool::test {

namespace {

template <class Handle> Source<Handle> marked(Source<Handle> source, unsigned marks) {
  if (marks & detail::Stateless)
    source = source.stateless();
  if (marks & detail::ReadOnly)
    source = source.readOnly();
  if (marks & detail::Idempotent)
    source = source.idempotent();
  return source;
}

/// Class 57P and the like end the session, whether it has noticed or not; so does what is fatal.
bool isPlainError(PGresult *result) {
  const char *const severity = PQresultErrorField(result, PG_DIAG_SEVERITY_NONLOCALIZED);
  return severity && std::string(severity) == "ERROR";
}

class PqSession : public Session {
public:
  explicit PqSession(PGconn *conn) : conn_(conn) {}

  Reply exec(const std::string &sql) override {
    PGresult *const result = PQexec(conn_, sql.c_str());
    const ExecStatusType status = PQresultStatus(result);
    Reply reply;
    if (status == PGRES_TUPLES_OK)
      reply.text = PQntuples(result) > 0 ? PQgetvalue(result, 0, 0) : "";
    else if (status == PGRES_COMMAND_OK)
      reply.text = PQcmdStatus(result);
    else
      reply = {isPlainError(result) ? Reply::NotDone : Reply::InDoubt, PQerrorMessage(conn_)};
    PQclear(result);
    return reply;
  }

  // What fails before COMMIT is sent is not done: the session that holds it is gone, or told so.
  Reply transaction(const std::vector<std::string> &statements) override {
    Reply reply = exec("BEGIN");
    for (const std::string &sql : statements)
      if (reply.kind == Reply::Done)
        reply = exec(sql);
    if (reply.kind != Reply::Done)
      return {Reply::NotDone, reply.text}; // left open: rolling back is the runtime's promise
    reply = exec("COMMIT");
    if (reply.kind == Reply::Done && reply.text != "COMMIT")
      reply.kind = Reply::NotDone;
    return reply;
  }

  void markHandle() override {
    PQsetErrorVerbosity(conn_, PQERRORS_TERSE);
    PQsetnonblocking(conn_, 1);
  }

  std::string markOfHandle() override {
    if (PQisnonblocking(conn_))
      return "the handle is nonblocking";
    if (PQsetErrorVerbosity(conn_, PQERRORS_DEFAULT) != PQERRORS_DEFAULT)
      return "the handle's verbosity is not the default";
    if (PQtransactionStatus(conn_) != PQTRANS_IDLE && PQtransactionStatus(conn_) != PQTRANS_UNKNOWN)
      return "a transaction or a command is open";
    return "";
  }

private:
  PGconn *conn_;
};

class PqxxSession : public Session {
public:
  explicit PqxxSession(::pqxx::connection &conn) : conn_(conn) {}

  Reply exec(const std::string &sql) override {
    return caught([&] {
      ::pqxx::nontransaction tx(conn_);
      const ::pqxx::result rows = tx.exec(sql);
      return rows.empty() ? std::string() : rows[0][0].as<std::string>("");
    });
  }

  Reply transaction(const std::vector<std::string> &statements) override {
    bool isCommitting = false;
    Reply reply = caught([&] {
      ::pqxx::work tx(conn_);
      for (const std::string &sql : statements)
        tx.exec(sql);
      isCommitting = true;
      tx.commit();
      return std::string();
    });
    if (!isCommitting && reply.kind == Reply::InDoubt)
      reply.kind = Reply::NotDone;
    return reply;
  }

  void markHandle() override { conn_.set_verbosity(::pqxx::connection_base::terse); }

  std::string markOfHandle() override { return ""; }

  /// The site's own way of ending when its connection broke.
  void rethrow() const {
    if (lost_)
      std::rethrow_exception(lost_);
  }

private:
  template <class Body> Reply caught(Body body) {
    try {
      return {Reply::Done, body()};
    } catch (const ::pqxx::sql_error &error) {
      // The end of a session comes as an SQL error too.
      const bool isFatal = std::string(error.what()).find("FATAL") != std::string::npos;
      return {isFatal ? Reply::InDoubt : Reply::NotDone, error.what()};
    } catch (const std::exception &error) {
      lost_ = std::current_exception();
      return {Reply::InDoubt, error.what()};
    }
  }

  ::pqxx::connection &conn_;
  std::exception_ptr lost_;
};

/// Counts what the site sees of the phases.
class Visit {
public:
  Visit(Phases &phases, const char *what) : phases_(phases), what_(what), outer_(phases.now()) {
    phases_.enter(Phase::Borrows, what_);
  }

  ~Visit() { phases_.enter(outer_, what_); }

  void works() { phases_.enter(Phase::Works, what_); }

  void givesBack() { phases_.enter(Phase::GivesBack, what_); }

private:
  Phases &phases_;
  const char *what_;
  Phase outer_;
};

Loaned byPq(const Way &way, const std::string &url, Visit &visit,
            const std::function<void(Session &)> &body) {
  Loaned loaned;
  const auto use = [&](PGconn *conn) {
    visit.works();
    if (PQstatus(conn) != CONNECTION_OK) {
      loaned.refused = PQerrorMessage(conn);
    } else {
      ++loaned.entered;
      PqSession session(conn);
      body(session);
    }
    visit.givesBack();
  };
  if (way.isByLease) {
    auto lease = withDatabase(marked(pq(url), way.marks));
    use(lease.get());
  } else {
    withDatabase(marked(pq(url), way.marks), use);
  }
  return loaned;
}

Loaned byPqxx(const Way &way, const std::string &url, Visit &visit,
              const std::function<void(Session &)> &body) {
  Loaned loaned;
  const auto use = [&](::pqxx::connection &conn) {
    visit.works();
    ++loaned.entered;
    PqxxSession session(conn);
    body(session);
    visit.givesBack();
    session.rethrow();
  };
  try {
    if (way.isByLease) {
      auto lease = withDatabase(marked(pqxx(url), way.marks));
      use(*lease);
    } else {
      withDatabase(marked(pqxx(url), way.marks), use);
    }
  } catch (const std::exception &error) {
    if (loaned.entered == 0)
      loaned.refused = error.what();
  }
  return loaned;
}

} // namespace

std::string textOf(const Way &way) {
  std::string text = way.isPqxx ? "libpqxx" : "libpq";
  text += way.isByLease ? ", lease" : ", callback";
  text += way.marks & detail::Stateless ? ", stateless" : "";
  text += way.marks & detail::ReadOnly ? ", read-only" : "";
  text += way.marks & detail::Idempotent ? ", idempotent" : "";
  return text;
}

Loaned withSession(const Way &way, const std::string &url, Phases &phases, const char *what,
                   const std::function<void(Session &)> &body) {
  Visit visit(phases, what);
  return way.isPqxx ? byPqxx(way, url, visit, body) : byPq(way, url, visit, body);
}

} // namespace repool::test
