#include "Session.h"

#include "Rows.h"

#include <optional>
#include <sys/stat.h>

namespace repool::detail {

namespace {

/// Per-connection settings that a PRAGMA can both read and set.
constexpr const char *Pragmas[] = {
    "analysis_limit",
    "automatic_index",
    "cache_size",
    "cache_spill",
    "cell_size_check",
    "checkpoint_fullfsync",
    "defer_foreign_keys",
    "fullfsync",
    "full_column_names",
    "short_column_names",
    "ignore_check_constraints",
    "journal_size_limit",
    "max_page_count",
    "mmap_size",
    "query_only",
    "read_uncommitted",
    "recursive_triggers",
    "secure_delete",
    "synchronous",
    "temp_store",
    "threads",
    "count_changes",
    "empty_result_callbacks",
};

/// Every switch that sqlite3_db_config reads and sets with an int.
constexpr int FirstSwitch = SQLITE_DBCONFIG_ENABLE_FKEY;

#ifdef SQLITE_DBCONFIG_TRUSTED_SCHEMA
constexpr int LastSwitch = SQLITE_DBCONFIG_TRUSTED_SCHEMA;
#else
constexpr int LastSwitch = SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION;
#endif

constexpr int LastLimit = SQLITE_LIMIT_WORKER_THREADS;

std::optional<int> switchOf(sqlite3 *db, int which) {
  int value = 0;
  if (sqlite3_db_config(db, which, -1, &value) != SQLITE_OK)
    return std::nullopt;
  return value;
}

// Plain PRAGMAs: read like tables they would register modules of their own, and cost more.
std::optional<std::string> registeredBy(sqlite3 *db) {
  std::string found;
  Rows functions(db, "PRAGMA function_list"); // name, builtin, type, encoding, arity
  while (functions.next())
    if (functions.number(1) == 0)
      found += functions.text(0) + '/' + functions.text(4) + ';';
  Rows collations(db, "PRAGMA collation_list"); // number, name
  while (collations.next())
    found += collations.text(1) + ';';
  Rows modules(db, "PRAGMA module_list"); // name
  while (modules.next())
    if (modules.text(0).rfind("pragma_", 0) != 0)
      found += modules.text(0) + ';';
  if (functions.hasFailed() || collations.hasFailed() || modules.hasFailed())
    return std::nullopt;
  return found;
}

// The temporary database is not asked for its tables unless it is there: asking would make it.
bool hasOtherDatabases(sqlite3 *db) {
  bool hasTemporary = false;
  Rows databases(db, "PRAGMA database_list"); // number: 0 main, 1 temporary, 2 and more attached
  while (databases.next()) {
    if (databases.number(0) > 1)
      return true;
    hasTemporary = hasTemporary || databases.number(0) == 1;
  }
  return databases.hasFailed() ||
         (hasTemporary && valueOf(db, "SELECT count(*) FROM sqlite_temp_master") != "0");
}

// A connection that went to WAL stays there: it is the file's mode, a new connection has it too.
bool isFilesMode(const std::string &now, const std::string &atOpen) {
  return now == atOpen || now == "wal";
}

} // namespace

SqliteSession::SqliteSession(sqlite3 *db, int flags) : flags_(flags) {
  const char *const path = sqlite3_db_filename(db, "main");
  path_ = path ? path : "";
  struct stat status = {};
  isReadable_ = !path_.empty() && stat(path_.c_str(), &status) == 0;
  file_ = {status.st_dev, status.st_ino};
  for (const char *const name : Pragmas) {
    const auto value = valueOf(db, std::string("PRAGMA ") + name);
    isReadable_ = isReadable_ && value;
    pragmas_.push_back(value.value_or(""));
  }
  for (const char *const sql :
       {"PRAGMA journal_mode", "PRAGMA locking_mode", "SELECT 'a' LIKE 'A'"}) {
    const auto value = valueOf(db, sql);
    isReadable_ = isReadable_ && value;
    pragmas_.push_back(value.value_or(""));
  }
  for (int which = FirstSwitch; which <= LastSwitch; ++which)
    switches_.push_back(switchOf(db, which).value_or(-1));
  for (int which = 0; which <= LastLimit; ++which)
    limits_.push_back(sqlite3_limit(db, which, -1));
  const auto registered = registeredBy(db);
  isReadable_ = isReadable_ && registered;
  registered_ = registered.value_or("");
}

bool SqliteSession::isSameFile() const {
  struct stat status = {};
  return stat(path_.c_str(), &status) == 0 && status.st_dev == file_.device &&
         status.st_ino == file_.inode;
}

bool SqliteSession::makeFresh(sqlite3 *db, bool keepSession) const {
  if (!isReadable_)
    return false;
  resetHandle(db);
  // A statement that someone may still finalize must not be finalized here. Stop it, so that it
  // holds no lock, and let the connection go with it.
  bool hasStatements = false;
  for (sqlite3_stmt *open = sqlite3_next_stmt(db, nullptr); open;
       open = sqlite3_next_stmt(db, open)) {
    sqlite3_reset(open);
    hasStatements = true;
  }
  if (!sqlite3_get_autocommit(db) && sqlite3_exec(db, "ROLLBACK", nullptr, nullptr, nullptr))
    return false;
  if (hasStatements)
    return false;
  sqlite3_set_last_insert_rowid(db, 0);
  if (keepSession)
    return true;
  return !hasOtherDatabases(db) && restoreNumbers(db) && restorePragmas(db) &&
         registeredBy(db) == registered_;
}

// First of all: what the borrower registered may point to what is gone.
void SqliteSession::resetHandle(sqlite3 *db) const {
  sqlite3_set_authorizer(db, nullptr, nullptr);
  sqlite3_progress_handler(db, 0, nullptr, nullptr);
  sqlite3_trace_v2(db, 0, nullptr, nullptr);
  sqlite3_commit_hook(db, nullptr, nullptr);
  sqlite3_rollback_hook(db, nullptr, nullptr);
  sqlite3_update_hook(db, nullptr, nullptr);
  sqlite3_wal_autocheckpoint(db, 1000); // SQLite's default; replaces any hook
  sqlite3_collation_needed(db, nullptr, nullptr);
  sqlite3_busy_timeout(db, 0); // replaces any handler
#ifdef SQLITE_OPEN_EXRESCODE
  sqlite3_extended_result_codes(db, (flags_ & SQLITE_OPEN_EXRESCODE) != 0);
#else
  sqlite3_extended_result_codes(db, 0);
#endif
}

bool SqliteSession::restoreNumbers(sqlite3 *db) const {
  for (int which = 0; which <= LastLimit; ++which)
    sqlite3_limit(db, which, limits_[static_cast<std::size_t>(which)]);
  for (int which = FirstSwitch; which <= LastSwitch; ++which) {
    const int atOpen = switches_[static_cast<std::size_t>(which - FirstSwitch)];
    int now = atOpen;
    if (atOpen >= 0 && (sqlite3_db_config(db, which, atOpen, &now) != SQLITE_OK || now != atOpen))
      return false;
  }
  return true;
}

bool SqliteSession::restorePragmas(sqlite3 *db) const {
  std::size_t at = 0;
  for (const char *const name : Pragmas) {
    const std::string &atOpen = pragmas_[at++];
    const std::string read = std::string("PRAGMA ") + name;
    if (valueOf(db, read) == atOpen)
      continue;
    valueOf(db, read + " = " + atOpen);
    if (valueOf(db, read) != atOpen)
      return false;
  }
  const auto journalMode = valueOf(db, "PRAGMA journal_mode");
  return journalMode && isFilesMode(*journalMode, pragmas_[at]) &&
         valueOf(db, "PRAGMA locking_mode") == pragmas_[at + 1] &&
         valueOf(db, "SELECT 'a' LIKE 'A'") == pragmas_[at + 2];
}

} // namespace repool::detail
