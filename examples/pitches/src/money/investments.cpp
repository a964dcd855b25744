// Pledging money and taking it back. Everything here is all or nothing.

#include "config.h"
#include "http.h"
#include "routes.h"

#include <pqxx/pqxx>

#include <stdexcept>

namespace {

/// Ends a request with a status; the transaction that it passes is rolled back.
struct Refusal : std::runtime_error {
  Refusal(int status, const char *message) : std::runtime_error(message), status(status) {}

  int status;
};

void moveMoney(pqxx::transaction_base &tx, int account, long long amount,
               const std::string &reason) {
  pqxx::result changed = tx.exec_params("UPDATE wallet SET balance = balance + $2"
                                        " WHERE account_id = $1 AND balance + $2 >= 0",
                                        account, amount);
  if (changed.affected_rows() == 0)
    throw Refusal(402, "not enough money");
  tx.exec_params("INSERT INTO ledger (account_id, amount, reason) VALUES ($1, $2, $3)", account,
                 amount, reason);
}

int pledge(int pitch, const Caller &investor, long long amount) {
  pqxx::connection conn(config().database);
  pqxx::transaction<pqxx::serializable> tx(conn);
  pqxx::result rows = tx.exec_params("SELECT account_id FROM pitch"
                                     " WHERE id = $1 AND state = 'published'",
                                     pitch);
  if (rows.empty())
    throw Refusal(404, "no such pitch");
  if (rows[0][0].as<int>() == investor.id)
    throw Refusal(422, "this is your own pitch");
  pqxx::row made = tx.exec_params1("INSERT INTO investment (pitch_id, account_id, amount)"
                                   " VALUES ($1, $2, $3) RETURNING id",
                                   pitch, investor.id, amount);
  int id = made[0].as<int>();
  moveMoney(tx, investor.id, -amount, "investment " + std::to_string(id));
  tx.commit();
  return id;
}

void takeBack(int id, const Caller &investor) {
  pqxx::connection conn(config().database);
  pqxx::work tx(conn);
  pqxx::result rows = tx.exec_params("SELECT amount, state FROM investment"
                                     " WHERE id = $1 AND account_id = $2 FOR UPDATE",
                                     id, investor.id);
  if (rows.empty())
    throw Refusal(404, "you have no such investment");
  if (rows[0][1].as<std::string>() != "pledged")
    throw Refusal(409, "it is too late");
  tx.exec_params("UPDATE investment SET state = 'cancelled' WHERE id = $1", id);
  moveMoney(tx, investor.id, rows[0][0].as<long long>(), "cancelled " + std::to_string(id));
  tx.commit();
}

void invest(const httplib::Request &request, httplib::Response &response) {
  std::optional<Caller> caller = authenticate(request, response);
  if (!caller)
    return;
  std::optional<Fields> fields = readFields(request, response);
  if (!fields)
    return;
  long long amount = fields->number("amount");
  try {
    if (caller->role != "investor")
      throw Refusal(403, "only investors invest");
    if (amount < 100)
      throw Refusal(422, "at least 100 cents");
    int id = pledge(pathNumber(request), *caller, amount);
    created(response, "/api/investments/" + std::to_string(id),
            Json().open('{').field("id", id).field("amount", amount).close('}'));
  } catch (const Refusal &refusal) {
    fail(response, refusal.status, refusal.what());
  }
}

void cancel(const httplib::Request &request, httplib::Response &response) {
  std::optional<Caller> caller = authenticate(request, response);
  if (!caller)
    return;
  try {
    takeBack(pathNumber(request), *caller);
    response.status = 204;
  } catch (const Refusal &refusal) {
    fail(response, refusal.status, refusal.what());
  }
}

void listInvestments(const httplib::Request &request, httplib::Response &response) {
  int pitch = pathNumber(request);
  pqxx::connection conn(config().database);
  pqxx::read_transaction tx(conn);
  pqxx::row sums = tx.exec_params1("SELECT coalesce(sum(amount), 0), count(*),"
                                   " count(DISTINCT account_id) FROM investment"
                                   " WHERE pitch_id = $1 AND state <> 'cancelled'",
                                   pitch);
  Json out;
  out.open('{').field("total", sums[0].as<long long>()).field("count", sums[1].as<int>());
  out.field("investors", sums[2].as<int>()).close('}');
  reply(response, 200, out);
}

} // namespace

void addInvestments(httplib::Server &server) {
  server.Get(R"(/api/pitches/(\d{1,9})/investments)", listInvestments);
  server.Post(R"(/api/pitches/(\d{1,9})/investments)", invest);
  server.Delete(R"(/api/investments/(\d{1,9}))", cancel);
}
