#include "depot.h"

int purge(const std::string &config) {
  auto db = depot::Db::connect(config);
  return db.run("DELETE FROM sessions");
}

int purgeAtOnce(const std::string &config) {
  return depot::Db::connect(config).run("DELETE FROM sessions");
}
