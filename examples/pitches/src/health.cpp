#include "config.h"
#include "http.h"
#include "metrics.h"
#include "routes.h"

#include <libpq-fe.h>

#include <atomic>
#include <sstream>

static std::atomic<long> requests{0};

// Asked by the load balancer every second: does not touch the database.
static void health(const httplib::Request &, httplib::Response &response) {
  reply(response, 200, Json().open('{').field("status", "ok").close('}'));
}

static void metrics(const httplib::Request &, httplib::Response &response) {
  std::ostringstream out;
  out << "# HELP pitches_requests_total Requests answered.\n"
         "# TYPE pitches_requests_total counter\n"
         "pitches_requests_total "
      << requests << '\n';
  writeDatabaseMetrics(out);
  response.set_content(out.str(), "text/plain; version=0.0.4");
}

static void databaseTest(const httplib::Request &, httplib::Response &response) {
  PGconn *conn = PQconnectdb(config().database.c_str());
  if (PQstatus(conn) != CONNECTION_OK) {
    std::fprintf(stderr, "pitches: %s", PQerrorMessage(conn));
    PQfinish(conn);
    fail(response, 503, "no database");
    return;
  }
  PGresult *result =
      PQexec(conn, "SELECT count(*), current_setting('server_encoding') FROM category");
  if (PQresultStatus(result) != PGRES_TUPLES_OK) {
    PQclear(result);
    PQfinish(conn);
    fail(response, 500, "the database does not answer");
    return;
  }
  reply(response, 200,
        Json()
            .open('{')
            .field("status", "ok")
            .key("categories")
            .raw(PQgetvalue(result, 0, 0))
            .field("encoding", PQgetvalue(result, 0, 1))
            .close('}'));
  PQclear(result);
  PQfinish(conn);
}

void addHealth(httplib::Server &server) {
  server.set_logger([](const httplib::Request &, const httplib::Response &) { ++requests; });
  server.Get("/health", health);
  server.Get("/metrics", metrics);
  server.Get("/api/db-test", databaseTest);
}
