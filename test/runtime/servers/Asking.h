/// \file
/// One question to PostgreSQL and its answer as text.

#ifndef REPOOL_TEST_RUNTIME_SERVERS_ASKING_H
#define REPOOL_TEST_RUNTIME_SERVERS_ASKING_H

#include <libpq-fe.h>

#include <string>

namespace repool::test {

/// The first value of what \p sql gives, "" if it gives none, or the error's message.
std::string ask(PGconn *conn, const std::string &sql);

/// Asks over a connection of its own, outside all pools.
std::string askOutside(const std::string &url, const std::string &sql);

} // namespace repool::test

#endif // REPOOL_TEST_RUNTIME_SERVERS_ASKING_H
