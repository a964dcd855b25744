/// \file
/// Borrowing SQLite connections.
///
///   sqlite3 *db;                      ->  auto lease = repool::withDatabase(repool::sqlite(path));
///   int rc = sqlite3_open(path, &db); ->  sqlite3 *db = lease.get(); int rc = lease.code();
///   sqlite3_close(db);                ->  lease.release();
///   C: sqlite3_open / sqlite3_close   ->  repool_sqlite_open / repool_sqlite_close
///
/// A failed open gives sqlite's own code and a handle on which sqlite3_errmsg works; when all
/// connections stay in use until the deadline the code is SQLITE_BUSY. In-memory and temporary
/// databases are never shared: each borrow opens its own. Never throws. C99 and C++11; needs no
/// other header.
///
/// The next borrower finds a connection as after sqlite3_open, but for sqlite3_total_changes, which
/// SQLite lets nobody set: take the difference of two calls. Connections with unfinished
/// statements, ATTACH, temporary tables, functions, collations or an authorizer are closed. In a
/// program that calls sqlite3_create_function, or links SQLite statically, looking for functions
/// costs about as much as opening a small file: mark what leaves nothing behind `.stateless()`.
/// There, sqlite3_next_stmt also gives a statement of the runtime's own; finalizing it does no
/// harm.
///
/// Not noticed, so not to be used on a borrowed connection: auxiliary FTS5 functions, a module that
/// replaces one of the same name, SQLITE_DBCONFIG_LOOKASIDE, a backup that is not finished,
/// functions of SQLite that were fetched with dlsym(), and SQLITE_CONFIG_SINGLETHREAD.
///
/// A file in WAL mode is closed, and with that checkpointed, about a second after its last borrower
/// has gone; others stay open.

#ifndef REPOOL_SQLITE_H
#define REPOOL_SQLITE_H

#include "repool/runtime.h"

struct sqlite3;

#ifdef __cplusplus
extern "C" {
#endif

/// sqlite3_open, borrowed.
int repool_sqlite_open(const char *path, struct sqlite3 **db);

/// sqlite3_open_v2, borrowed. \p vfs may be NULL.
int repool_sqlite_open_v2(const char *path, struct sqlite3 **db, int flags, const char *vfs);

/// Gives back and returns SQLITE_OK. A handle that was not borrowed, a failed one, and NULL go to
/// sqlite3_close, as before.
int repool_sqlite_close(struct sqlite3 *db);

/// The same, with sqlite3_close_v2 for handles that were not borrowed.
int repool_sqlite_close_v2(struct sqlite3 *db);

#ifdef __cplusplus
} // extern "C"

#include "repool/lease.h"

#include <string>

namespace repool {

/// What sqlite3_open takes; null counts as "", a temporary database.
Source<sqlite3> sqlite(const char *path);
Source<sqlite3> sqlite(const std::string &path);

/// What sqlite3_open_v2 takes.
Source<sqlite3> sqlite(const char *path, int flags, const char *vfs);
Source<sqlite3> sqlite(const std::string &path, int flags, const char *vfs);

} // namespace repool
#endif // __cplusplus

#endif // REPOOL_SQLITE_H
