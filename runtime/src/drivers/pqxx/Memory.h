/// \file
/// What a pqxx::connection remembers on the client's side: all of it private to libpqxx.
///
/// In 6.4 a connection keeps the names it has prepared and the variables it has set; after DISCARD
/// ALL it still believes in them, accepts the same `prepare` and then fails in `exec_prepared`. So
/// an object that remembers anything is not lent again. 7 keeps less. C++ lets an explicit
/// instantiation name a private member; that is the only access here, and it only reads.

#ifndef REPOOL_SRC_DRIVERS_PQXX_MEMORY_H
#define REPOOL_SRC_DRIVERS_PQXX_MEMORY_H

#include <libpq-fe.h>
#include <pqxx/connection>

namespace repool::detail {

/// The libpq handle underneath; null if the connection is closed.
PGconn *rawHandle(const ::pqxx::connection &conn);

/// Whether \p conn remembers anything that a new connection would not.
bool remembersAnything(const ::pqxx::connection &conn);

} // namespace repool::detail

#endif // REPOOL_SRC_DRIVERS_PQXX_MEMORY_H
