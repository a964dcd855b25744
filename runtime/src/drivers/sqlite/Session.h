/// \file
/// The state of one SQLite connection and how to make it look newly opened.
///
///   open transaction -> rolled back      busy timeout, hooks -> as after sqlite3_open
///   pragmas, limits, flags -> restored   last_insert_rowid, changes, error -> none
///   ATTACH, temporary objects, functions, collations, modules, extensions, an authorizer,
///   unfinished statements, a broken file -> not undone: the connection is closed
///
/// Nothing is asked for that Watch and Callers prove untouched: after most loans that is all.
///
/// sqlite3_total_changes cannot be set. What SQLite shows to nobody is not found: an auxiliary FTS5
/// function, a module replaced by one of the same name, memory given by SQLITE_DBCONFIG_LOOKASIDE,
/// an unfinished backup from this connection. Code that needs these must not be pooled.

#ifndef REPOOL_SRC_DRIVERS_SQLITE_SESSION_H
#define REPOOL_SRC_DRIVERS_SQLITE_SESSION_H

#include "Callers.h"
#include "Pragmas.h"
#include "Watch.h"

#include <sqlite3.h>

#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace repool::detail {

class SqliteSession {
public:
  /// Looks at a connection that was just opened with \p flags for \p path, made absolute. One that
  /// cannot be read yet (a file that is no database, or is locked) is fine to use and will not be
  /// kept.
  SqliteSession(sqlite3 *db, const std::string &path, int flags);

  /// Whether the path still leads to the file that was opened.
  bool isSameFile() const;

  /// Before a loan: what others have created since is known to a connection that only reads.
  void knowSchema();

  /// After a loan. False: close it.
  bool makeFresh(bool keepSession);

  /// Whether the file may stay open with nobody using it. Not in WAL mode: there the last one to
  /// close writes the log back, and another process would count on being that one.
  bool maySleep();

private:
  struct File {
    dev_t device = 0;
    ino_t inode = 0;
  };

  static std::optional<File> fileAt(const std::string &path);

  void resetHandle();
  bool endStatements();
  bool forgetResults();
  bool restoreSession();
  bool restoreNumbers();
  bool restoreFile();
  bool hasOnlyOwnCode();
  bool hasOtherDatabases();

  sqlite3 *const db_;
  const int flags_;
  SqliteCallers callers_;
  bool isReadable_ = false;
  std::string path_;
  File file_;
  std::string journalMode_;
  int checkpointPages_ = 0;
  std::vector<int> switches_; ///< sqlite3_db_config; -1: unknown to this SQLite
  std::vector<int> limits_;   ///< sqlite3_limit
  std::vector<int> controls_; ///< sqlite3_file_control
  std::int64_t mapped_ = 0;   ///< SQLITE_FCNTL_MMAP_SIZE
  std::optional<Pragmas> pragmas_;
  std::string others_; ///< collations, modules
  std::optional<SqliteWatch> watch_;
};

} // namespace repool::detail

#endif // REPOOL_SRC_DRIVERS_SQLITE_SESSION_H
