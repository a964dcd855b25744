/// \file
/// Whether anybody in this process can put code of their own into a SQLite connection.
///
/// SQLite cannot be asked cheaply which functions, collations and modules a connection has: the
/// answer costs as much as opening it anew. But where no loaded object asks the linker for
/// sqlite3_create_function and its kind, nobody can have called them. That is looked up once, and
/// again when an object was loaded or unloaded.
///
/// The runtime's own calls are weak references, which is how they are told from the program's.
///
/// "Yes" where it cannot be known: SQLite linked statically, or a system without ELF. Never "no"
/// wrongly, but for a function that was fetched with dlsym().

#ifndef REPOOL_SRC_DRIVERS_SQLITE_CALLERS_H
#define REPOOL_SRC_DRIVERS_SQLITE_CALLERS_H

#include <sqlite3.h>

#include <cstdint>

#if defined(__ELF__) || defined(__APPLE__)
#pragma weak sqlite3_create_function_v2
#pragma weak sqlite3_set_authorizer
// Not in every build of SQLite:
#pragma weak sqlite3_autovacuum_pages
#pragma weak sqlite3_enable_load_extension
#pragma weak sqlite3_expired
#endif

namespace repool::detail {

struct SqliteCallers {
  std::uint64_t loaded = 0;   ///< objects loaded so far: differs when there may be new ones
  std::uint64_t unloaded = 0; ///< objects unloaded so far
  bool mayAddFunctions = true;
  bool mayAddOthers = true;  ///< collations, modules; or an authorizer
  bool mayAutoExtend = true; ///< what a new connection has may differ from one to the next
  bool mayHide = true;       ///< what no check finds: client data, a key

  bool mayAdd() const { return mayAddFunctions || mayAddOthers; }

  static SqliteCallers now() noexcept;
};

} // namespace repool::detail

#endif // REPOOL_SRC_DRIVERS_SQLITE_CALLERS_H
