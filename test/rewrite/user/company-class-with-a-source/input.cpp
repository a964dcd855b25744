#include "vault.h"

int purge(const std::string &address) {
  vault::Session session(address);
  return session.run("DELETE FROM sessions");
}

int tidy(const std::string &address, int days) {
  vault::Session session(address);
  if (!session.isOpen())
    return -1;
  if (days > 0 && session.run("DELETE FROM sessions") != 0)
    return -2;
  return session.run("ANALYZE sessions");
}
