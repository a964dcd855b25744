#include "Pragmas.h"

#include "Rows.h"

#include <atomic>

namespace repool::detail {

namespace {

constexpr const char *Restored[] = {
    "analysis_limit",
    "automatic_index",
    "cache_size",
    "cache_spill",
    "cell_size_check",
    "checkpoint_fullfsync",
    "count_changes",
    "defer_foreign_keys",
    "empty_result_callbacks",
    "full_column_names",
    "fullfsync",
    "ignore_check_constraints",
    "journal_size_limit",
    "max_page_count",
    "mmap_size",
    "query_only",
    "read_uncommitted",
    "recursive_triggers",
    "reverse_unordered_selects",
    "secure_delete",
    "short_column_names",
    "synchronous",
    "temp_store",
    "threads",
};

// They look, they change the file or the process, or they are set back without being asked for:
// the timeout, the checkpoint's pages, and what sqlite3_db_config has a switch for.
constexpr const char *Harmless[] = {
    "application_id",     "busy_timeout",    "foreign_key_check",  "foreign_key_list",
    "foreign_keys",       "hard_heap_limit", "incremental_vacuum", "index_info",
    "index_list",         "index_xinfo",     "integrity_check",    "legacy_alter_table",
    "optimize",           "quick_check",     "soft_heap_limit",    "table_info",
    "table_list",         "table_xinfo",     "trusted_schema",     "user_version",
    "wal_autocheckpoint", "wal_checkpoint",
};

std::atomic<PragmaSet> wanted{0};

} // namespace

PragmaEffect effectOf(const char *name, const char *value) noexcept {
  if (!name || !value)
    return {};
  for (const char *const known : Harmless)
    if (sqlite3_stricmp(name, known) == 0)
      return {};
  PragmaSet bit = 1;
  for (const char *const known : Restored) {
    if (sqlite3_stricmp(name, known) == 0)
      return {PragmaEffect::Restored, bit};
    bit <<= 1;
  }
  if (sqlite3_stricmp(name, "journal_mode") == 0)
    return {PragmaEffect::JournalMode, 0};
  return {PragmaEffect::Unknown, 0};
}

Pragmas::Pragmas(sqlite3 *db) {
  const PragmaSet worthIt = wanted.load(std::memory_order_relaxed);
  for (std::size_t i = 0; i < std::size(Restored); ++i)
    if (worthIt & (PragmaSet{1} << i))
      atOpen_[i] = valueOf(db, std::string("PRAGMA ") + Restored[i]);
}

bool Pragmas::restore(sqlite3 *db, PragmaSet touched) const {
  static_assert(std::size(Restored) <= Most);
  if (!touched)
    return true;
  wanted.fetch_or(touched, std::memory_order_relaxed);
  for (std::size_t i = 0; i < std::size(Restored); ++i) {
    if (!(touched & (PragmaSet{1} << i)))
      continue;
    const std::string read = std::string("PRAGMA ") + Restored[i];
    const auto &atOpen = atOpen_[i];
    if (!atOpen || atOpen->empty())
      return false;
    if (valueOf(db, read) == atOpen)
      continue;
    valueOf(db, read + " = " + *atOpen);
    if (valueOf(db, read) != atOpen)
      return false;
  }
  return true;
}

} // namespace repool::detail
