#include <mysql.h>
#include <string>

bool purge(const std::string &host) {
  MYSQL *conn = mysql_real_connect(mysql_init(nullptr), host.c_str(), "app", "secret", "shop", 0,
                                   nullptr, 0);
  if (!conn)
    return false;
  const bool done = mysql_query(conn, "DELETE FROM sessions WHERE expires < NOW()") == 0;
  mysql_close(conn);
  return done;
}
