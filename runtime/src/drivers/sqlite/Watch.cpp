#include "Watch.h"

#include "OwnCalls.h"

#include <cstring>

namespace repool::detail {

namespace {

constexpr const char *Sentinel = "SELECT 1 -- repool";

// The SQL functions that change the connection which calls them.
constexpr const char *Changing[] = {"load_extension", "fts3_tokenizer", "icu_load_collation"};

bool isChanging(const char *function) {
  for (const char *const name : Changing)
    if (function && sqlite3_stricmp(function, name) == 0)
      return true;
  return false;
}

// Only looks: to step an expired statement would prepare it anew, which asks the authorizer.
bool hasExpired(sqlite3_stmt *statement) {
#ifndef SQLITE_OMIT_DEPRECATED
  return !sqlite3_expired || sqlite3_expired(statement) != 0;
#else
  return statement != nullptr; // it cannot be known
#endif
}

} // namespace

SqliteWatch::SqliteWatch(sqlite3 *db, bool mayAdd) : db_(db) {
  if (sqlite3_set_authorizer)
    sqlite3_set_authorizer(db_, authorize, this);
  if (!mayAdd)
    return;
  if (sqlite3_prepare_v3(db_, Sentinel, -1, SQLITE_PREPARE_PERSISTENT, &sentinel_, nullptr))
    didWhatCannotBeUndone = true;
  setTrace();
}

// The connection may outlive this: a statement that was never finalized keeps it.
SqliteWatch::~SqliteWatch() {
  if (sentinel_)
    sqlite3_trace_v2(db_, 0, nullptr, nullptr);
  if (sqlite3_set_authorizer)
    sqlite3_set_authorizer(db_, nullptr, nullptr);
  if (hasOwnSentinel())
    sqlite3_finalize(sentinel_);
}

// The borrower may have finalized all statements that sqlite3_next_stmt gives. Another one may have
// taken the address since.
bool SqliteWatch::hasOwnSentinel() const {
  for (sqlite3_stmt *open = sqlite3_next_stmt(db_, nullptr); open && sentinel_;
       open = sqlite3_next_stmt(db_, open))
    if (open == sentinel_)
      return std::strcmp(sqlite3_sql(open), Sentinel) == 0;
  return false;
}

void SqliteWatch::setTrace() {
  sqlite3_trace_v2(db_, SQLITE_TRACE_STMT | SQLITE_TRACE_PROFILE, trace, this);
}

// Setting an authorizer expires the sentinel, removing one does not: while it is whole there is
// either ours or none, and asking which runs nothing of the borrower's.
bool SqliteWatch::sawAll() {
  if (!sqlite3_set_authorizer)
    return false;
  if (!sentinel_)
    return true;
  bool sawAll = hasOwnSentinel();
  if (!sawAll)
    sentinel_ = nullptr;
  sawAll = sawAll && !wasReplaced_ && !hasExpired(sentinel_);
  if (!sawAll) {
    sqlite3_set_authorizer(db_, nullptr, nullptr);
    return false;
  }
  isCalled_ = false;
  sqlite3_stmt *asks = nullptr;
  sqlite3_prepare_v2(db_, "BEGIN", -1, &asks, nullptr);
  sqlite3_finalize(asks);
  return isCalled_;
}

void SqliteWatch::forget() {
  pragmas = 0;
  mayHaveOtherJournalMode = false;
  mayHaveOtherDatabases = false;
}

bool SqliteWatch::rearm() {
  if (!sentinel_)
    return true;
  const bool isWhole = revive();
  setTrace();
  return isWhole;
}

bool SqliteWatch::revive() {
  sqlite3_step(sentinel_);
  sqlite3_reset(sentinel_);
  return !hasExpired(sentinel_);
}

int SqliteWatch::authorize(void *self, int action, const char *first, const char *second,
                           const char *database, const char *) {
  static_cast<SqliteWatch *>(self)->see(action, first, second, database);
  return SQLITE_OK;
}

void SqliteWatch::see(int action, const char *first, const char *second,
                      const char *database) noexcept {
  isCalled_ = true;
  // To name the temporary database is often to make it.
  if (database && std::strcmp(database, "main") != 0)
    mayHaveOtherDatabases = true;
  switch (action) {
  case SQLITE_PRAGMA: {
    const PragmaEffect effect = effectOf(first, second);
    pragmas |= effect.which;
    mayHaveOtherJournalMode |= effect.kind == PragmaEffect::JournalMode;
    didWhatCannotBeUndone |= effect.kind == PragmaEffect::Unknown;
    break;
  }
  case SQLITE_ATTACH:
  case SQLITE_DETACH:
  case SQLITE_CREATE_TEMP_INDEX:
  case SQLITE_CREATE_TEMP_TABLE:
  case SQLITE_CREATE_TEMP_TRIGGER:
  case SQLITE_CREATE_TEMP_VIEW:
    mayHaveOtherDatabases = true;
    break;
  case SQLITE_FUNCTION:
    didWhatCannotBeUndone |= isChanging(second);
    break;
  default:
    break;
  }
}

// Whatever expires the sentinel between the start of a statement and its end is that statement's
// doing: while one runs SQLite refuses to replace a function or a collation.
int SqliteWatch::trace(unsigned event, void *self, void *, void *) {
  auto &watch = *static_cast<SqliteWatch *>(self);
  if (watch.wasReplaced_ || !watch.hasOwnSentinel())
    return 0;
  if (!hasExpired(watch.sentinel_))
    return 0;
  if (event == SQLITE_TRACE_STMT)
    watch.wasReplaced_ = true;
  else
    watch.revive();
  return 0;
}

} // namespace repool::detail
