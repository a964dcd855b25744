// What a person starts by night, and what the people of the weekly report fetch.

#include "config.h"
#include "http.h"
#include "routes.h"

#include <libpq-fe.h>
#include <pqxx/pqxx>

#include <cstdio>

namespace {

struct Step {
  const char *name;
  const char *sql;
};

const Step Steps[] = {
    {"sessions", "DELETE FROM session WHERE expires_at < now()"},
    {"likes", "UPDATE pitch SET like_count = n FROM"
              " (SELECT p.id, count(l.account_id) AS n FROM pitch p"
              " LEFT JOIN pitch_like l ON l.pitch_id = p.id GROUP BY p.id) counted"
              " WHERE counted.id = pitch.id AND pitch.like_count <> n"},
    {"tags", "DELETE FROM tag WHERE NOT EXISTS (SELECT FROM pitch_tag WHERE tag_id = tag.id)"},
    {"searches", "DELETE FROM search_log WHERE hits = 0"},
};

/// A connection for each step: one may take long, and the others shall not wait for its locks.
void maintain(const httplib::Request &request, httplib::Response &response) {
  if (!authenticateAdmin(request, response))
    return;
  Json out;
  out.open('{');
  for (const Step &step : Steps) {
    PGconn *conn = PQconnectdb(config().database.c_str());
    if (PQstatus(conn) != CONNECTION_OK) {
      std::fprintf(stderr, "maintenance: %s", PQerrorMessage(conn));
      PQfinish(conn);
      out.field(step.name, "no database");
      continue;
    }
    PGresult *result = PQexec(conn, step.sql);
    if (PQresultStatus(result) != PGRES_COMMAND_OK) {
      std::fprintf(stderr, "maintenance: %s: %s", step.name, PQerrorMessage(conn));
      PQclear(result);
      PQfinish(conn);
      out.field(step.name, "failed");
      continue;
    }
    out.key(step.name).raw(PQcmdTuples(result));
    PQclear(result);
    PQfinish(conn);
  }
  reply(response, 200, out.close('}'));
}

/// Collected in a table of the session's own, which goes with the session.
void weekly(const httplib::Request &request, httplib::Response &response) {
  if (!authenticateAdmin(request, response))
    return;
  std::string csv = "title,likes,comments\r\n";
  pqxx::connection conn(config().database);
  conn.set_variable("work_mem", "'8MB'");
  conn.prepare("line", "INSERT INTO weekly SELECT p.title, count(DISTINCT l.account_id),"
                       " count(DISTINCT m.id) FROM pitch p JOIN category c ON c.id = p.category_id"
                       " LEFT JOIN pitch_like l ON l.pitch_id = p.id"
                       " LEFT JOIN comment m ON m.pitch_id = p.id"
                       " WHERE c.slug = $1 GROUP BY p.id ORDER BY 2 DESC, p.id LIMIT 3");
  pqxx::work tx(conn);
  tx.exec0("CREATE TEMP TABLE weekly (title text, likes int, comments int)");
  for (const char *category : {"climate", "games", "tools"})
    tx.exec_prepared("line", category);
  for (const auto &row : tx.exec("SELECT title, likes, comments FROM weekly ORDER BY 2 DESC, 1"))
    csv += row[0].as<std::string>() + ',' + row[1].c_str() + ',' + row[2].c_str() + "\r\n";
  tx.commit();
  response.set_header("Content-Disposition", "attachment; filename=weekly.csv");
  response.set_content(csv, "text/csv");
}

} // namespace

void addMaintenance(httplib::Server &server) {
  server.Post("/api/admin/maintenance", maintain);
  server.Get("/api/admin/weekly.csv", weekly);
}
