#include <pqxx/pqxx>
#include <repool/pqxx.h>

#include <string>

struct Task {
  std::string host;
  std::string database;
  int id;
};

void finish(const Task &task) {
  repool::withDatabase(repool::pqxx("host=" + task.host + " dbname=" + task.database + " user=worker"), [&](pqxx::connection &conn) {
    pqxx::work tx(conn);
    tx.exec_params0("UPDATE task SET done = now() WHERE id = $1", task.id);
    tx.commit();
  });
}
