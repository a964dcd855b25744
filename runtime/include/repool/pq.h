/// \file
/// Borrowing libpq connections.
///
///   PGconn *conn = PQconnectdb(url);     ->  auto lease = repool::withDatabase(repool::pq(url));
///                                            PGconn *conn = lease.get();
///   PQfinish(conn);                      ->  lease.release();
///   C: PQconnectdb / PQfinish            ->  repool_pq_open / repool_pq_close
///
/// A connection that cannot be had is a handle in CONNECTION_BAD whose PQerrorMessage says why; it
/// occupies no place in the pool. Never throws for that. The text is parsed by libpq itself, when
/// borrowing. C99 and C++11; names `struct pg_conn`, which libpq-fe.h calls PGconn, and so needs no
/// other header.

#ifndef REPOOL_PQ_H
#define REPOOL_PQ_H

#include "repool/runtime.h"

struct pg_conn;

#ifdef __cplusplus
extern "C" {
#endif

/// PQconnectdb, borrowed. Null only where PQconnectdb would be: out of memory.
struct pg_conn *repool_pq_open(const char *conninfo);

/// PQconnectdbParams, borrowed.
struct pg_conn *repool_pq_open_params(const char *const *keywords, const char *const *values,
                                      int expand_dbname);

/// PQsetdbLogin, borrowed.
struct pg_conn *repool_pq_open_login(const char *host, const char *port, const char *options,
                                     const char *tty, const char *dbname, const char *login,
                                     const char *pwd);

/// Gives back. A handle that was not borrowed, a failed one, and NULL go to PQfinish, as before.
void repool_pq_close(struct pg_conn *conn);

#ifdef __cplusplus
} // extern "C"

#include "repool/lease.h"

#include <string>

namespace repool {

/// What PQconnectdb takes; null counts as "".
Source<pg_conn> pq(const char *conninfo);
Source<pg_conn> pq(const std::string &conninfo);

/// What PQconnectdbParams takes: two arrays that end with a null keyword. Copied.
Source<pg_conn> pqParams(const char *const *keywords, const char *const *values, int expand_dbname);

/// What PQsetdbLogin takes: any of them may be null.
Source<pg_conn> pqLogin(const char *host, const char *port, const char *options, const char *tty,
                        const char *dbname, const char *login, const char *pwd);

} // namespace repool
#endif // __cplusplus

#endif // REPOOL_PQ_H
