/// \file
/// The functions of SQLite that the runtime calls itself although Callers looks out for them: as
/// weak references, which the linker makes strong where the program has one, too. And those that
/// are not in every build of SQLite. Only for sources of this driver.

#ifndef REPOOL_SRC_DRIVERS_SQLITE_OWNCALLS_H
#define REPOOL_SRC_DRIVERS_SQLITE_OWNCALLS_H

#include <sqlite3.h>

#if defined(__ELF__) || defined(__APPLE__)
#pragma weak sqlite3_create_function_v2
#pragma weak sqlite3_set_authorizer
#pragma weak sqlite3_autovacuum_pages
#pragma weak sqlite3_enable_load_extension
#pragma weak sqlite3_expired

extern "C" {
/// Hidden by SQLite's header from who does not know how SQLite was built.
__attribute__((weak)) void *sqlite3_preupdate_hook(sqlite3 *db,
                                                   void (*hook)(void *, sqlite3 *, int,
                                                                const char *, const char *,
                                                                sqlite3_int64, sqlite3_int64),
                                                   void *context);
}
#endif

#endif // REPOOL_SRC_DRIVERS_SQLITE_OWNCALLS_H
