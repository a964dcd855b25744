#include <pqxx/pqxx>

#include <chrono>
#include <string>
#include <thread>

std::string motto(const std::string &url) {
  std::string text;
  pqxx::connection conn(url);
  {
    pqxx::work tx(conn);
    text = tx.exec1("SELECT motto FROM settings")[0].as<std::string>();
    tx.commit();
  }
  conn.disconnect();
  std::this_thread::sleep_for(std::chrono::seconds(2));
  return text + "!";
}
