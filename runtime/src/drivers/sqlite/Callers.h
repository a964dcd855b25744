/// \file
/// Whether anybody in this process can put code of their own into a SQLite connection.
///
/// SQLite cannot be asked cheaply which functions, collations and modules a connection has: the
/// answer costs as much as opening it anew. But where no loaded object asks the linker for
/// sqlite3_create_function and its kind, nobody can have called them. That is looked up once, and
/// again when an object was loaded or unloaded.
///
/// The runtime's own calls (OwnCalls.h) are told from the program's.
///
/// "Yes" where it cannot be known: SQLite linked statically, or a system without ELF. Never "no"
/// wrongly, but for a function that was fetched with dlsym().

#ifndef REPOOL_SRC_DRIVERS_SQLITE_CALLERS_H
#define REPOOL_SRC_DRIVERS_SQLITE_CALLERS_H

#include <cstdint>

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
