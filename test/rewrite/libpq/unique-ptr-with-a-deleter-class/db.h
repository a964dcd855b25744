#pragma once

#include <libpq-fe.h>

#include <memory>

struct Finish {
  void operator()(PGconn *conn) const { PQfinish(conn); }
};

using Connection = std::unique_ptr<PGconn, Finish>;

Connection connect(const char *url);
