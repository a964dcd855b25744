#include "monitor/MysqlProbe.h"

#include "render/Text.h"

#include <mysql.h>

#include <memory>

namespace repool::monitor {

namespace {

struct Close {
  void operator()(MYSQL *mysql) const { mysql_close(mysql); }
};

/// Empty: it answered.
std::string ask(MYSQL *mysql, const Url &url, unsigned seconds) {
  for (const mysql_option option :
       {MYSQL_OPT_CONNECT_TIMEOUT, MYSQL_OPT_READ_TIMEOUT, MYSQL_OPT_WRITE_TIMEOUT})
    mysql_options(mysql, option, &seconds);
  const auto orNull = [](const std::string &text) { return text.empty() ? nullptr : text.c_str(); };
  const std::string database = url.path.empty() ? "" : url.path.substr(1);
  if (!mysql_real_connect(mysql, orNull(url.host), orNull(url.user),
                          url.password ? url.password->c_str() : nullptr, orNull(database),
                          url.port, nullptr, 0))
    return printable(mysql_error(mysql));
  if (mysql_query(mysql, "SELECT 1") != 0)
    return printable(mysql_error(mysql));
  MYSQL_RES *const result = mysql_store_result(mysql);
  if (!result)
    return printable(mysql_error(mysql));
  mysql_free_result(result);
  return "";
}

/// The library keeps memory for each thread that calls it.
struct ThreadEnd {
  ~ThreadEnd() { mysql_thread_end(); }
};

} // namespace

Probe mysqlProbe(const Url &url) {
  mysql_library_init(0, nullptr, nullptr); // is not safe in the probes' threads
  return [url](std::chrono::milliseconds timeout) {
    const ThreadEnd end;
    const auto begin = std::chrono::steady_clock::now();
    Answer answer;
    if (const std::unique_ptr<MYSQL, Close> mysql(mysql_init(nullptr)); mysql)
      answer.problem =
          ask(mysql.get(), url,
              static_cast<unsigned>(std::chrono::ceil<std::chrono::seconds>(timeout).count()));
    else
      answer.problem = "out of memory";
    answer.isGood = answer.problem.empty();
    answer.took = std::chrono::duration_cast<std::chrono::microseconds>(
        std::chrono::steady_clock::now() - begin);
    return answer;
  };
}

} // namespace repool::monitor
