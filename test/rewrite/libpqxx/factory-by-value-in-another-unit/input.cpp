#include "db.h"

#include <cstdlib>

namespace shop {

pqxx::connection openDatabase() {
  const char *url = std::getenv("SHOP_DATABASE");
  if (!url)
    return pqxx::connection("dbname=shop");
  return pqxx::connection{url};
}

} // namespace shop
