// What administrators see and do about accounts and complaints.

#include "config.h"
#include "http.h"
#include "routes.h"
#include "stats/audit.h"

#include <pqxx/pqxx>

namespace {

/// The database as administrators use it: one connection for as long as the object lives.
class AdminDesk {
public:
  explicit AdminDesk(const std::string &url) : conn_(url) {}

  void writeNumbers(Json &out) {
    pqxx::work tx(conn_);
    count(out, tx.exec("SELECT state, count(*) FROM account GROUP BY state ORDER BY state"),
          "accounts");
    count(out, tx.exec("SELECT state, count(*) FROM pitch GROUP BY state ORDER BY state"),
          "pitches");
    count(out, tx.exec("SELECT state, sum(amount) FROM investment GROUP BY state ORDER BY state"),
          "cents");
  }

  /// False if there is no such account.
  bool setState(int account, const std::string &state) {
    pqxx::work tx(conn_);
    auto changed = tx.exec_params("UPDATE account SET state = $2 WHERE id = $1 AND role <> 'admin'"
                                  " AND state <> 'closed'",
                                  account, state);
    if (changed.affected_rows() == 0)
      return false;
    if (state == "banned")
      tx.exec_params("DELETE FROM session WHERE account_id = $1", account);
    tx.commit();
    return true;
  }

  void writeComplaints(Json &out) {
    pqxx::read_transaction tx(conn_);
    for (const auto &row : tx.exec("SELECT m.id, p.title, a.name, m.reason FROM complaint m"
                                   " JOIN pitch p ON p.id = m.pitch_id"
                                   " JOIN account a ON a.id = m.account_id"
                                   " WHERE m.state = 'open' ORDER BY m.id")) {
      out.open('{').field("id", row[0].as<int>()).field("pitch", row[1].c_str());
      out.field("by", row[2].c_str()).field("reason", row[3].c_str()).close('}');
    }
  }

private:
  static void count(Json &out, const pqxx::result &rows, const char *name) {
    out.key(name).open('{');
    for (const auto &row : rows)
      out.key(row[0].c_str()).raw(row[1].c_str());
    out.close('}');
  }

  pqxx::connection conn_;
};

void numbers(const httplib::Request &request, httplib::Response &response) {
  if (!authenticateAdmin(request, response))
    return;
  AdminDesk desk(config().database);
  Json out;
  out.open('{');
  desk.writeNumbers(out);
  reply(response, 200, out.close('}'));
}

void setState(const httplib::Request &request, httplib::Response &response) {
  std::optional<Caller> admin = authenticateAdmin(request, response);
  if (!admin)
    return;
  std::string account = request.matches[1], verb = request.matches[2];
  {
    AdminDesk desk(config().database);
    if (!desk.setState(pathNumber(request), verb == "ban" ? "banned" : "active"))
      return fail(response, 404, "no such account");
  }
  if (audit_write(config().database.c_str(), admin->id, verb.c_str(),
                  ("account " + account).c_str()) != 0)
    return fail(response, 500, "done, but not noted");
  response.status = 204;
}

void listComplaints(const httplib::Request &request, httplib::Response &response) {
  if (!authenticateAdmin(request, response))
    return;
  Json out;
  out.open('[');
  AdminDesk(config().database).writeComplaints(out);
  reply(response, 200, out.close(']'));
}

/// Anybody may complain; not at a desk.
void complain(const httplib::Request &request, httplib::Response &response) {
  std::optional<Caller> caller = authenticate(request, response);
  if (!caller)
    return;
  std::optional<Fields> fields = readFields(request, response);
  if (!fields)
    return;
  if (fields->text("reason").empty())
    return fail(response, 422, "a complaint needs a reason");
  try {
    pqxx::connection conn(config().database);
    pqxx::work tx(conn);
    tx.exec_params("INSERT INTO complaint (pitch_id, account_id, reason) VALUES ($1, $2, $3)",
                   pathNumber(request), caller->id, fields->text("reason"));
    tx.commit();
  } catch (const pqxx::foreign_key_violation &) {
    return fail(response, 404, "no such pitch");
  }
  response.status = 202;
}

} // namespace

void addModeration(httplib::Server &server) {
  server.Get("/api/admin/numbers", numbers);
  server.Post(R"(/api/admin/users/(\d{1,9})/(ban|unban))", setState);
  server.Get("/api/admin/complaints", listComplaints);
  server.Post(R"(/api/pitches/(\d{1,9})/complaints)", complain);
}
