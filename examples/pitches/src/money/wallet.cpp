// What an account has on deposit.

#include "config.h"
#include "http.h"
#include "routes.h"

#include <pqxx/pqxx>

#include <memory>

using httplib::Request;
using httplib::Response;

static void showWallet(const Request &request, Response &response) {
  auto caller = authenticate(request, response);
  if (!caller)
    return;
  long long balance = 0;
  Json entries;
  entries.open('[');
  {
    pqxx::connection conn(config().database);
    pqxx::work tx(conn);
    for (auto row : tx.exec_params("SELECT balance FROM wallet WHERE account_id = $1", caller->id))
      balance = row[0].as<long long>();
    for (auto row : tx.exec_params("SELECT amount, reason FROM ledger WHERE account_id = $1"
                                   " ORDER BY id DESC LIMIT 5",
                                   caller->id)) {
      entries.open('{').field("amount", row[0].as<long long>());
      entries.field("reason", row[1].c_str()).close('}');
    }
    tx.commit();
  }
  entries.close(']');
  response.set_header("Cache-Control", "no-store");
  reply(response, 200,
        Json().open('{').field("balance", balance).key("ledger").raw(entries.text()).close('}'));
}

static void deposit(const Request &request, Response &response) {
  auto caller = authenticate(request, response);
  if (!caller)
    return;
  auto fields = readFields(request, response);
  if (!fields)
    return;
  const long long amount = fields->number("amount");
  if (amount <= 0 || amount > 100000000)
    return fail(response, 422, "an amount between 1 and 100000000 cents");

  pqxx::connection conn(config().database);
  pqxx::work tx(conn);
  // Two deposits of one account at a time would be one too many for the bank's interface.
  tx.exec_params("SELECT pg_advisory_xact_lock(4711, $1)", caller->id);
  auto row = tx.exec_params1("INSERT INTO wallet (account_id, balance) VALUES ($1, $2)"
                             " ON CONFLICT (account_id) DO UPDATE"
                             " SET balance = wallet.balance + excluded.balance RETURNING balance",
                             caller->id, amount);
  tx.exec_params0("INSERT INTO ledger (account_id, amount, reason) VALUES ($1, $2, 'deposit')",
                  caller->id, amount);
  tx.commit();
  reply(response, 200, Json().open('{').field("balance", row[0].as<long long>()).close('}'));
}

void addWallet(httplib::Server &server) {
  server.Get("/api/wallet", showWallet);
  server.Post("/api/wallet/deposits", deposit);
}
