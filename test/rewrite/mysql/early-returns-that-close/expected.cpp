#include <iostream>
#include <mysql.h>
#include <repool/mysql.h>
#include <string>

class Users {
public:
  explicit Users(std::string host) : host_(std::move(host)) {}

  int count() const {
    MYSQL *conn = mysql_init(nullptr);
    if (!repool_mysql_open_in(&conn, host_.c_str(), "app", "secret", "shop", 0, nullptr, 0)) {
      std::cerr << "no connection: " << mysql_error(conn) << '\n';
      repool_mysql_close(conn);
      return -1;
    }
    if (mysql_query(conn, "SELECT id FROM users") != 0) {
      repool_mysql_close(conn);
      return -1;
    }
    MYSQL_RES *result = mysql_store_result(conn);
    const int count = static_cast<int>(mysql_num_rows(result));
    mysql_free_result(result);
    repool_mysql_close(conn);
    return count;
  }

private:
  std::string host_;
};

int users(const std::string &host) {
  return Users(host).count();
}
