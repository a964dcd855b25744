#include "qsql.h"

bool local(const QString &host) {
  bool any = false;
  {
    QSqlDatabase db = QSqlDatabase::addDatabase("QPSQL", "request");
    db.setHostName(host);
    db.setDatabaseName("shop");
    if (db.open()) {
      QSqlQuery query("SELECT 1 FROM users", db);
      any = query.next();
      db.close();
    }
  }
  QSqlDatabase::removeDatabase("request");
  return any;
}

class Store {
public:
  bool start() {
    db_ = QSqlDatabase::addDatabase("QPSQL");
    return db_.open();
  }

private:
  QSqlDatabase db_;
};

bool starts() {
  return Store().start();
}
