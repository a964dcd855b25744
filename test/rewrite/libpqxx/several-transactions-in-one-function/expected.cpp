#include <pqxx/pqxx>
#include <repool/pqxx.h>

#include <string>

int openTicket(const std::string &url, const std::string &subject) {
  return repool::withDatabase(repool::pqxx(url), [&](pqxx::connection &conn) {
    {
      pqxx::work tx(conn);
      tx.exec_params0("INSERT INTO ticket (subject) VALUES ($1)", subject);
      tx.commit();
    }
    pqxx::work tx(conn);
    int id = tx.exec1("SELECT lastval()")[0].as<int>();
    tx.exec_params0("INSERT INTO audit (ticket) VALUES ($1)", id);
    tx.commit();
    return id;
  });
}
