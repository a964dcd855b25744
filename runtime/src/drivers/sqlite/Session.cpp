#include "Session.h"

#include "OwnCalls.h"
#include "Registered.h"
#include "Rows.h"

#include <cstdlib>
#include <sys/stat.h>

namespace repool::detail {

namespace {

/// Every switch that sqlite3_db_config reads and sets with an int, up to SQLite 3.49.
constexpr int FirstSwitch = SQLITE_DBCONFIG_ENABLE_FKEY;
constexpr int LastSwitch = 1022;

constexpr int LastLimit = SQLITE_LIMIT_WORKER_THREADS;

/// What sqlite3_file_control reads when given -1, and sets otherwise.
constexpr int Controls[] = {SQLITE_FCNTL_PERSIST_WAL, SQLITE_FCNTL_POWERSAFE_OVERWRITE};

int switchOf(sqlite3 *db, int which) {
  int value = 0;
  return sqlite3_db_config(db, which, -1, &value) == SQLITE_OK ? value : -1;
}

int controlOf(sqlite3 *db, int which) {
  int value = -1;
  return sqlite3_file_control(db, nullptr, which, &value) == SQLITE_OK ? value : -1;
}

std::int64_t mappedBy(sqlite3 *db) {
  sqlite3_int64 bytes = -1;
  return sqlite3_file_control(db, nullptr, SQLITE_FCNTL_MMAP_SIZE, &bytes) == SQLITE_OK ? bytes : 0;
}

// A connection that went to WAL stays there: it is the file's mode, a new connection has it too.
bool isFilesMode(const std::string &now, const std::string &atOpen) {
  return now == atOpen || now == "wal";
}

// Nothing is known of a file that could not be read or is damaged, nor of a connection that ran
// out of memory.
bool isFatal(int code) {
  switch (code & 0xff) {
  case SQLITE_IOERR:
  case SQLITE_CORRUPT:
  case SQLITE_NOTADB:
  case SQLITE_CANTOPEN:
  case SQLITE_NOMEM:
    return true;
  default:
    return false;
  }
}

// Brings errcode and errmsg to what they are after an open. Runs nothing.
void clearError(sqlite3 *db) {
  sqlite3_stmt *statement = nullptr;
  sqlite3_prepare_v2(db, "BEGIN", -1, &statement, nullptr);
  sqlite3_finalize(statement);
}

// A statement that counts changes and makes none sets sqlite3_changes to 0. Explained, it takes no
// lock and opens nothing; sqlite_master is the one table that is always there.
void clearChanges(sqlite3 *db) {
  const int wasDefensive = switchOf(db, SQLITE_DBCONFIG_DEFENSIVE);
  const int wasWritable = switchOf(db, SQLITE_DBCONFIG_WRITABLE_SCHEMA);
  sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 0, nullptr);
  sqlite3_db_config(db, SQLITE_DBCONFIG_WRITABLE_SCHEMA, 1, nullptr);
  valueOf(db, "EXPLAIN DELETE FROM sqlite_master WHERE 0");
  sqlite3_db_config(db, SQLITE_DBCONFIG_WRITABLE_SCHEMA, wasWritable, nullptr);
  sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, wasDefensive, nullptr);
}

} // namespace

SqliteSession::SqliteSession(sqlite3 *db, const std::string &path, int flags)
    : db_(db), flags_(flags), callers_(SqliteCallers::now()) {
  const char *const opened = sqlite3_db_filename(db, "main");
  const auto file = fileAt(opened ? opened : "");
  if (!file)
    return;
  file_ = *file;
  // The path as the call gave it, if it is one: it may be a link that comes to lead elsewhere.
  const auto given = fileAt(path);
  path_ = given && given->device == file_.device && given->inode == file_.inode ? path : opened;
  const auto journalMode = valueOf(db, "PRAGMA journal_mode"); // reads the file
  const auto checkpointPages = valueOf(db, "PRAGMA wal_autocheckpoint");
  isReadable_ = journalMode && checkpointPages;
  if (isReadable_) {
    journalMode_ = *journalMode;
    checkpointPages_ = std::atoi(checkpointPages->c_str());
    for (int which = FirstSwitch; which <= LastSwitch; ++which)
      switches_.push_back(switchOf(db, which));
    for (int which = 0; which <= LastLimit; ++which)
      limits_.push_back(sqlite3_limit(db, which, -1));
    for (const int which : Controls)
      controls_.push_back(controlOf(db, which));
    mapped_ = mappedBy(db);
    pragmas_.emplace(db);
    if (callers_.mayAddOthers) {
      const auto others = collationsAndModulesOf(db);
      isReadable_ = others.has_value();
      others_ = others.value_or("");
    }
    if (callers_.mayAddFunctions)
      isReadable_ = hasOnlyOwnFunctions(db, true) && isReadable_;
    watch_.emplace(db, callers_.mayAdd());
  }
  clearError(db);
}

std::optional<SqliteSession::File> SqliteSession::fileAt(const std::string &path) {
  struct stat status = {};
  if (path.empty() || stat(path.c_str(), &status) != 0)
    return std::nullopt;
  return File{status.st_dev, status.st_ino};
}

bool SqliteSession::isSameFile() const {
  const auto file = fileAt(path_);
  return file && file->device == file_.device && file->inode == file_.inode;
}

// A connection that may not write fails `CREATE TABLE IF NOT EXISTS` before it has looked whether
// the schema it knows is still the file's; a new one knows the file's. To read is to look.
void SqliteSession::knowSchema() {
  if (sqlite3_db_readonly(db_, "main") != 1)
    return;
  valueOf(db_, "SELECT 1 FROM sqlite_master LIMIT 1");
  if (sqlite3_errcode(db_) != SQLITE_OK)
    clearError(db_);
}

bool SqliteSession::maySleep() {
  const auto journalMode = valueOf(db_, "PRAGMA journal_mode");
  return journalMode && *journalMode != "wal";
}

// In this order: what the borrower registered may point to what is gone, so it goes before
// anything is run.
bool SqliteSession::makeFresh(bool keepSession) {
  if (!isReadable_ || !watch_)
    return false;
  const bool wasBroken = isFatal(sqlite3_errcode(db_)) || sqlite3_system_errno(db_) != 0;
  resetHandle();
  const bool wasSeen = watch_->sawAll();
  if (!endStatements() || wasBroken || !wasSeen)
    return false;
  if (!keepSession && !restoreSession())
    return false;
  return forgetResults();
}

void SqliteSession::resetHandle() {
  sqlite3_progress_handler(db_, 0, nullptr, nullptr);
  sqlite3_trace_v2(db_, 0, nullptr, nullptr);
  sqlite3_commit_hook(db_, nullptr, nullptr);
  sqlite3_rollback_hook(db_, nullptr, nullptr);
  sqlite3_update_hook(db_, nullptr, nullptr);
  sqlite3_wal_autocheckpoint(db_, checkpointPages_); // replaces any hook
  sqlite3_collation_needed(db_, nullptr, nullptr);
  sqlite3_busy_timeout(db_, 0); // replaces any handler
#if defined(__ELF__) || defined(__APPLE__)
  if (sqlite3_preupdate_hook)
    sqlite3_preupdate_hook(db_, nullptr, nullptr);
#if SQLITE_VERSION_NUMBER >= 3036000
  if (sqlite3_autovacuum_pages)
    sqlite3_autovacuum_pages(db_, nullptr, nullptr, nullptr);
#endif
#endif
#ifdef SQLITE_OPEN_EXRESCODE
  sqlite3_extended_result_codes(db_, (flags_ & SQLITE_OPEN_EXRESCODE) != 0);
#else
  sqlite3_extended_result_codes(db_, 0);
#endif
}

// A statement that someone may still finalize must not be finalized here. Stop it, so that it holds
// no lock, and let the connection go with it.
bool SqliteSession::endStatements() {
  bool hasStatements = false;
  for (sqlite3_stmt *open = sqlite3_next_stmt(db_, nullptr); open;
       open = sqlite3_next_stmt(db_, open)) {
    if (watch_->isSentinel(open))
      continue;
    sqlite3_reset(open);
    hasStatements = true;
  }
  if (!sqlite3_get_autocommit(db_) && sqlite3_exec(db_, "ROLLBACK", nullptr, nullptr, nullptr))
    return false;
#if SQLITE_VERSION_NUMBER >= 3034000
  if (sqlite3_txn_state(db_, nullptr) != SQLITE_TXN_NONE) // an unfinished backup into this file
    return false;
#endif
  return !hasStatements;
}

bool SqliteSession::restoreSession() {
  const SqliteCallers callers = SqliteCallers::now();
  const bool mayHaveAdded = callers.unloaded != callers_.unloaded ||
                            callers.mayAddFunctions > callers_.mayAddFunctions ||
                            callers.mayAddOthers > callers_.mayAddOthers;
  if (mayHaveAdded || callers.mayHide || watch_->didWhatCannotBeUndone)
    return false;
  callers_ = callers;
  if (watch_->mayHaveOtherDatabases && hasOtherDatabases())
    return false;
  if (!restoreNumbers() || !pragmas_->restore(db_, watch_->pragmas) || !restoreFile())
    return false;
  if (watch_->mayHaveOtherJournalMode) {
    const auto mode = valueOf(db_, "PRAGMA journal_mode");
    if (!mode || !isFilesMode(*mode, journalMode_))
      return false;
  }
  if (!hasOnlyOwnCode())
    return false;
  watch_->forget();
  return true;
}

// Last: the statements of the runtime's own leave results, too.
bool SqliteSession::forgetResults() {
  sqlite3_set_last_insert_rowid(db_, 0);
  if (sqlite3_changes(db_) != 0)
    clearChanges(db_);
  if (sqlite3_errcode(db_) != SQLITE_OK)
    clearError(db_);
  return watch_->rearm() && sqlite3_changes(db_) == 0 && sqlite3_errcode(db_) == SQLITE_OK;
}

bool SqliteSession::restoreNumbers() {
  for (int which = 0; which <= LastLimit; ++which)
    sqlite3_limit(db_, which, limits_[static_cast<std::size_t>(which)]);
#if defined(__ELF__) || defined(__APPLE__)
  // This also switches the SQL function off, which no switch below does.
  if (sqlite3_enable_load_extension)
    sqlite3_enable_load_extension(db_, 0);
#endif
  for (int which = FirstSwitch; which <= LastSwitch; ++which) {
    const int atOpen = switches_[static_cast<std::size_t>(which - FirstSwitch)];
    int now = atOpen;
    if (atOpen >= 0 && (sqlite3_db_config(db_, which, atOpen, &now) != SQLITE_OK || now != atOpen))
      return false;
  }
#ifdef SQLITE_DBCONFIG_MAINDBNAME
  sqlite3_db_config(db_, SQLITE_DBCONFIG_MAINDBNAME, "main");
#endif
  return true;
}

bool SqliteSession::restoreFile() {
  std::size_t at = 0;
  for (const int which : Controls) {
    int atOpen = controls_[at++];
    if (controlOf(db_, which) == atOpen)
      continue;
    sqlite3_file_control(db_, nullptr, which, &atOpen);
    if (controlOf(db_, which) != atOpen)
      return false;
  }
  int none = 0;
  sqlite3_file_control(db_, nullptr, SQLITE_FCNTL_CHUNK_SIZE, &none); // cannot be read
  // Set by a PRAGMA that was seen, it is set back by one; else by a call.
  sqlite3_int64 mapped = mapped_;
  if (mappedBy(db_) != mapped_)
    sqlite3_file_control(db_, nullptr, SQLITE_FCNTL_MMAP_SIZE, &mapped);
  return mappedBy(db_) == mapped_;
}

bool SqliteSession::hasOnlyOwnCode() {
  return (!callers_.mayAddOthers || collationsAndModulesOf(db_) == others_) &&
         (!callers_.mayAddFunctions || hasOnlyOwnFunctions(db_, false));
}

bool SqliteSession::hasOtherDatabases() {
  Rows databases(db_, "PRAGMA database_list"); // number: 0 main, 1 temporary, 2 and more attached
  while (databases.next())
    if (databases.number(0) > 0)
      return true;
  return databases.hasFailed();
}

} // namespace repool::detail
