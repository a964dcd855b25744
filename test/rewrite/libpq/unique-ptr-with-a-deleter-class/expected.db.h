#pragma once

#include <libpq-fe.h>
#include <repool/pq.h>

#include <memory>

struct Finish {
  void operator()(PGconn *conn) const { repool_pq_close(conn); }
};

using Connection = std::unique_ptr<PGconn, Finish>;

Connection connect(const char *url);
