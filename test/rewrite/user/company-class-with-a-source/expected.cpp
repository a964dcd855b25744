#include "vault.h"
#include <vault_pool.h>

int purge(const std::string &address) {
  auto sessionLease = repool::withDatabase(vault::pooled(address));
  vault::Session &session = *sessionLease;
  return session.run("DELETE FROM sessions");
}

int tidy(const std::string &address, int days) {
  auto sessionLease = repool::withDatabase(vault::pooled(address));
  vault::Session &session = *sessionLease;
  if (!session.isOpen())
    return -1;
  if (days > 0 && session.run("DELETE FROM sessions") != 0)
    return -2;
  return session.run("ANALYZE sessions");
}
