// Names and values that administrators change at run time.

#include "config.h"
#include "http.h"
#include "routes.h"

#include <pqxx/pqxx>

static void listSettings(const httplib::Request &, httplib::Response &response) {
  pqxx::connection conn(config().database);
  if (!conn.is_open())
    return fail(response, 503, "no database");
  pqxx::nontransaction tx(conn);
  Json out;
  out.open('{');
  for (const auto &row : tx.exec("SELECT name, value FROM setting ORDER BY name"))
    out.field(row[0].c_str(), row[1].c_str());
  response.set_header("Cache-Control", "public, max-age=60");
  reply(response, 200, out.close('}'));
}

// Waits shortly for another administrator who changes the same one, then gives up.
static void changeSetting(const httplib::Request &request, httplib::Response &response) {
  std::optional<Caller> admin = authenticateAdmin(request, response);
  if (!admin)
    return;
  std::optional<Fields> fields = readFields(request, response);
  if (!fields)
    return;
  for (int attempt = 0; attempt < 3; ++attempt) {
    pqxx::connection conn(config().database);
    try {
      pqxx::work tx(conn);
      tx.exec("SET LOCAL lock_timeout = 500");
      auto rows = tx.exec_params("UPDATE setting SET value = $2 WHERE name = $1 RETURNING value",
                                 request.matches[1].str(), fields->text("value"));
      if (rows.empty())
        return fail(response, 404, "no such setting");
      tx.exec_params("INSERT INTO audit (actor, action, subject) VALUES ($1, 'set', $2)", admin->id,
                     request.matches[1].str());
      tx.commit();
      return reply(response, 200, Json().open('{').field("value", rows[0][0].c_str()).close('}'));
    } catch (const pqxx::sql_error &error) {
      if (error.sqlstate() != "55P03")
        throw;
    }
  }
  fail(response, 409, "somebody else is changing it");
}

void addSettings(httplib::Server &server) {
  server.Get("/api/settings", listSettings);
  server.Put(R"(/api/admin/settings/([a-z_]+))", changeSetting);
}
