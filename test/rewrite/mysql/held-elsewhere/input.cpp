#include <memory>
#include <mysql.h>

struct Closer {
  void operator()(MYSQL *conn) const { mysql_close(conn); }
};

struct Context {
  MYSQL *conn = nullptr;
  MYSQL inside;
};

bool member(Context &context, const char *host) {
  context.conn = mysql_init(nullptr);
  return mysql_real_connect(context.conn, host, "app", "secret", "shop", 0, nullptr, 0);
}

bool inside(Context &context, const char *host) {
  mysql_init(&context.inside);
  return mysql_real_connect(&context.inside, host, "app", "secret", "shop", 0, nullptr, 0);
}

bool parameter(MYSQL *conn, const char *host) {
  return mysql_real_connect(conn, host, "app", "secret", "shop", 0, nullptr, 0) != nullptr;
}

bool reference(MYSQL &conn, const char *host) {
  return mysql_real_connect(&conn, host, "app", "secret", "shop", 0, nullptr, 0) != nullptr;
}

MYSQL *returned(const char *host) {
  MYSQL *conn = mysql_init(nullptr);
  if (!mysql_real_connect(conn, host, "app", "secret", "shop", 0, nullptr, 0)) {
    mysql_close(conn);
    return nullptr;
  }
  return conn;
}

MYSQL *resultReturned(const char *host) {
  MYSQL *conn = mysql_init(nullptr);
  return mysql_real_connect(conn, host, "app", "secret", "shop", 0, nullptr, 0);
}

void resultStored(Context &context, const char *host) {
  MYSQL *conn = mysql_init(nullptr);
  context.conn = mysql_real_connect(conn, host, "app", "secret", "shop", 0, nullptr, 0);
  mysql_query(conn, "SELECT 1");
  mysql_close(conn);
}

bool smart(const char *host) {
  std::unique_ptr<MYSQL, Closer> conn(mysql_init(nullptr));
  return mysql_real_connect(conn.get(), host, "app", "secret", "shop", 0, nullptr, 0) != nullptr;
}
