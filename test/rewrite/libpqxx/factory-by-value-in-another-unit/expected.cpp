#include "db.h"

#include <cstdlib>
#include <repool/pqxx.h>

namespace shop {

repool::Lease<pqxx::connection> openDatabase() {
  const char *url = std::getenv("SHOP_DATABASE");
  if (!url)
    return repool::withDatabase(repool::pqxx("dbname=shop"));
  return repool::withDatabase(repool::pqxx(url));
}

} // namespace shop
