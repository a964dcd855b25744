#include <pqxx/pqxx>

#include <string>

struct Task {
  std::string host;
  std::string database;
  int id;
};

void finish(const Task &task) {
  pqxx::connection conn("host=" + task.host + " dbname=" + task.database + " user=worker");
  pqxx::work tx(conn);
  tx.exec_params0("UPDATE task SET done = now() WHERE id = $1", task.id);
  tx.commit();
}
