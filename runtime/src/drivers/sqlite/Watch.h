/// \file
/// What a borrower does to a connection, as SQLite itself tells it while the borrower is at work.
///
/// An authorizer sees each PRAGMA, ATTACH and temporary object when it is prepared, so that nothing
/// has to be compared afterwards. Where somebody could register functions or collations, or set an
/// authorizer (see Callers.h), a sentinel statement stays prepared on the connection: SQLite
/// expires it when one of the same name is replaced or another authorizer is set. Running SQL may
/// expire it too; a trace tells the two apart, since nothing can be replaced while a statement
/// runs.
///
/// Denies nothing. Runs no code of the borrower's. What it loses sight of it reports as lost.

#ifndef REPOOL_SRC_DRIVERS_SQLITE_WATCH_H
#define REPOOL_SRC_DRIVERS_SQLITE_WATCH_H

#include "Pragmas.h"

#include <sqlite3.h>

namespace repool::detail {

class SqliteWatch {
public:
  SqliteWatch(sqlite3 *db, bool mayAdd);
  SqliteWatch(const SqliteWatch &) = delete;
  SqliteWatch &operator=(const SqliteWatch &) = delete;

  /// Takes everything of its own off the connection.
  ~SqliteWatch();

  bool hasSentinel() const { return sentinel_ != nullptr; }

  bool isSentinel(const sqlite3_stmt *statement) const { return statement == sentinel_; }

  /// First after a loan: whether all of it was seen. Takes the borrower's trace and authorizer off.
  bool sawAll();

  /// What was seen since forget().
  PragmaSet pragmas = 0;
  bool mayHaveOtherJournalMode = false;
  bool mayHaveOtherDatabases = false;
  bool didWhatCannotBeUndone = false;

  void forget();

  /// Watches again. Last before the connection is lent. False: it cannot.
  bool rearm();

private:
  static int authorize(void *self, int action, const char *first, const char *second,
                       const char *database, const char *inner);
  static int trace(unsigned event, void *self, void *statement, void *detail);

  void see(int action, const char *first, const char *second, const char *database) noexcept;
  bool hasOwnSentinel() const;
  bool revive();
  void setTrace();

  sqlite3 *db_;
  sqlite3_stmt *sentinel_ = nullptr;
  bool wasReplaced_ = false;
  bool isCalled_ = false; ///< the authorizer: shows that it is still there
};

} // namespace repool::detail

#endif // REPOOL_SRC_DRIVERS_SQLITE_WATCH_H
