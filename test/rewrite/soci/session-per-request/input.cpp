#include "soci.h"

static soci::connection_pool pool(8);
static soci::session forever("sqlite3://shop.db");

void own(const std::string &text) {
  soci::session sql(text);
  sql << "DELETE FROM sessions";
}

void opened(const std::string &text) {
  using namespace soci;
  session sql;
  sql.open(text);
  sql << "DELETE FROM sessions";
}

void pooled() {
  soci::session sql(pool);
  sql << "DELETE FROM sessions";
}

class Store {
public:
  explicit Store(const std::string &text) : sql_(text) {}

private:
  soci::session sql_;
};

void stores(const std::string &text) {
  Store store(text);
}
