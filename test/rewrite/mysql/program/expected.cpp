#include <iostream>
#include <mysql.h>
#include <repool/mysql.h>
#include <string>
#include <vector>

class Names {
public:
  explicit Names(std::string socket) : socket_(std::move(socket)) {}

  std::vector<std::string> all() const {
    std::vector<std::string> names;
    MYSQL *conn = mysql_init(nullptr);
    if (MYSQL *opened = repool_mysql_open_in(&conn, nullptr, "app", "", "test", 0, socket_.c_str(), 0)) {
      if (mysql_query(opened, "SELECT name FROM names ORDER BY name") == 0) {
        MYSQL_RES *result = mysql_store_result(opened);
        while (MYSQL_ROW row = mysql_fetch_row(result))
          names.emplace_back(row[0]);
        mysql_free_result(result);
      }
    } else {
      std::cerr << mysql_error(conn) << '\n';
    }
    repool_mysql_close(conn);
    return names;
  }

  bool add(const std::string &name) const {
    MYSQL *handle;
    handle = mysql_init(nullptr);
    mysql_options(handle, MYSQL_SET_CHARSET_NAME, "utf8mb4");
    if (!repool_mysql_open_in(&handle, nullptr, "app", "", "test", 0, socket_.c_str(), 0)) {
      repool_mysql_close(handle);
      return false;
    }
    std::string quoted(2 * name.size() + 1, '\0');
    quoted.resize(mysql_real_escape_string(handle, quoted.data(), name.data(), name.size()));
    const bool done = mysql_query(handle, ("INSERT INTO names VALUES ('" + quoted + "')").c_str()) == 0;
    if (!done)
      std::cout << mysql_errno(handle) << ' ' << mysql_error(handle) << '\n';
    repool_mysql_close(handle);
    return done;
  }

  bool reset() const {
    MYSQL *conn = repool_mysql_open(mysql_init(nullptr), nullptr, "app", "", "test", 0, socket_.c_str(), 0);
    if (!conn)
      return false;
    mysql_query(conn, "DROP TABLE IF EXISTS names");
    const bool done = mysql_query(conn, "CREATE TABLE names (name VARCHAR(40) PRIMARY KEY)") == 0;
    repool_mysql_close(conn);
    return done;
  }

private:
  std::string socket_;
};

int main(int argc, char **argv) {
  if (argc < 2)
    return 2;
  const Names names(argv[1]);
  for (int i = 0; i < 3; ++i) {
    std::cout << names.reset();
    for (const char *name : {"O'Hara", "Zoë", "ann", "ann"})
      std::cout << names.add(name) << '\n';
    for (const std::string &name : names.all())
      std::cout << name << '\n';
  }
  std::cout << Names("/nowhere/socket").add("eve") << '\n';
  return 0;
}
