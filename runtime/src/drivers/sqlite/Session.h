/// \file
/// The state of one SQLite connection and how to make it look newly opened.
///
///   open transaction -> rolled back      busy timeout, hooks -> as after sqlite3_open
///   pragmas, limits, flags -> restored   last_insert_rowid -> 0
///   ATTACH, temporary objects, functions, collations, modules, unfinished statements
///                    -> not undone: the connection is closed
///
/// SQLite cannot list everything that can be registered: a function replaced by one of the same
/// name and arity that was there at open, auxiliary FTS5 functions, client data. sqlite3_changes
/// and sqlite3_total_changes cannot be set. Code that needs these must not be pooled.

#ifndef REPOOL_SRC_DRIVERS_SQLITE_SESSION_H
#define REPOOL_SRC_DRIVERS_SQLITE_SESSION_H

#include <sqlite3.h>

#include <string>
#include <sys/types.h>
#include <vector>

namespace repool::detail {

class SqliteSession {
public:
  /// Looks at a connection that was just opened with \p flags. One that cannot be read yet (a file
  /// that is no database, or is locked) is fine to use and will not be kept.
  SqliteSession(sqlite3 *db, int flags);

  /// Whether the path still leads to the file that was opened.
  bool isSameFile() const;

  /// After a loan. False: close it.
  bool makeFresh(sqlite3 *db, bool keepSession) const;

private:
  struct File {
    dev_t device = 0;
    ino_t inode = 0;
  };

  void resetHandle(sqlite3 *db) const;
  bool restorePragmas(sqlite3 *db) const;
  bool restoreNumbers(sqlite3 *db) const;

  bool isReadable_ = true;
  int flags_;
  std::string path_;
  File file_;
  std::vector<std::string> pragmas_; ///< in the order of the list in Session.cpp
  std::vector<int> switches_;        ///< sqlite3_db_config
  std::vector<int> limits_;          ///< sqlite3_limit
  std::string registered_;           ///< functions, collations, modules of others than SQLite
};

} // namespace repool::detail

#endif // REPOOL_SRC_DRIVERS_SQLITE_SESSION_H
