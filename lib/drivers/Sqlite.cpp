/// \file
/// SQLite's C API as data (https://www.sqlite.org/c3ref/funclist.html).
#include "drivers/Builtin.h"

namespace repool {

DriverSpec sqliteDriver() {
  DriverSpec d;
  d.name = "sqlite";
  d.header = "repool/sqlite.h";
  d.clientHeaders = {"sqlite3.h"};
  d.handleTypes = {"sqlite3"};
  d.handleTokens = {"sqlite3"};
  d.leaseType = "sqlite3";
  d.failureIsCode = true;
  d.opens = {
      {.name = "sqlite3_open",
       .by = OpenBy::OutArgument,
       .handleArgument = 1,
       .source = "repool::sqlite",
       .pairName = "repool_sqlite_open",
       .textArgument = 0},
      {.name = "sqlite3_open_v2",
       .by = OpenBy::OutArgument,
       .handleArgument = 1,
       .source = "repool::sqlite",
       .pairName = "repool_sqlite_open_v2",
       .textArgument = 0},
      {.name = "sqlite3_open16", .by = OpenBy::Steps, .handleArgument = 1},
  };
  d.closes = {{"sqlite3_close", "repool_sqlite_close"},
              {"sqlite3_close_v2", "repool_sqlite_close_v2"}};
  d.inspects = {"sqlite3_errmsg",      "sqlite3_errcode",     "sqlite3_extended_errcode",
                "sqlite3_errstr",      "sqlite3_db_filename", "sqlite3_extended_result_codes",
                "sqlite3_busy_timeout"};
  d.interiorTexts = {"sqlite3_errmsg", "sqlite3_db_filename"};
  d.executes = {{"sqlite3_exec", 1},          {"sqlite3_prepare", 1, 2},
                {"sqlite3_prepare_v2", 1, 2}, {"sqlite3_prepare_v3", 1, 2},
                {"sqlite3_get_table", 1},     {"sqlite3_prepare16_v2"}};
  d.hazards = {
      {"sqlite3_create_function", "RP501", "registers a function with the handle"},
      {"sqlite3_create_function_v2", "RP501", "registers a function with the handle"},
      {"sqlite3_create_window_function", "RP501", "registers a function with the handle"},
      {"sqlite3_create_collation", "RP501", "registers a collation with the handle"},
      {"sqlite3_create_collation_v2", "RP501", "registers a collation with the handle"},
      {"sqlite3_create_module", "RP501", "registers a module with the handle"},
      {"sqlite3_create_module_v2", "RP501", "registers a module with the handle"},
      {"sqlite3_busy_handler", "RP501", "stores a busy handler in the handle"},
      {"sqlite3_trace", "RP501", "stores a trace callback in the handle"},
      {"sqlite3_trace_v2", "RP501", "stores a trace callback in the handle"},
      {"sqlite3_profile", "RP501", "stores a profile callback in the handle"},
      {"sqlite3_progress_handler", "RP501", "stores a progress handler in the handle"},
      {"sqlite3_set_authorizer", "RP501", "stores an authorizer in the handle"},
      {"sqlite3_commit_hook", "RP501", "stores a commit hook in the handle"},
      {"sqlite3_rollback_hook", "RP501", "stores a rollback hook in the handle"},
      {"sqlite3_update_hook", "RP501", "stores an update hook in the handle"},
      {"sqlite3_wal_hook", "RP501", "stores a WAL hook in the handle"},
      {"sqlite3_collation_needed", "RP501", "stores a collation callback in the handle"},
      {"sqlite3_unlock_notify", "RP501", "stores an unlock callback in the handle"},
      {"sqlite3_load_extension", "RP501", "loads an extension into the handle"},
      {"sqlite3_enable_load_extension", "RP501", "changes what the handle may load"},
      {"sqlite3_set_clientdata", "RP501", "stores data in the handle"},
      {"sqlite3_deserialize", "RP104", "turns the handle into an in-memory database"},
      {"sqlite3_key", "RP501", "sets a key on the handle"},
      {"sqlite3_backup_init", "RP211", "makes a backup object that uses the handle"},
      {"sqlite3_db_config", "RP501", "configures the handle"},
      {"sqlite3_total_changes", "RP504", "counts since the connection was opened"},
      {"sqlite3_total_changes64", "RP504", "counts since the connection was opened"},
      {"sqlite3_limit", "RP501", "changes a limit of the handle"},
  };
  d.derived = {{"sqlite3_prepare", 3, "sqlite3_finalize"},
               {"sqlite3_prepare_v2", 3, "sqlite3_finalize"},
               {"sqlite3_prepare_v3", 4, "sqlite3_finalize"},
               {"sqlite3_prepare16_v2", 3, "sqlite3_finalize"},
               {"sqlite3_blob_open", 6, "sqlite3_blob_close"}};
  d.borrowPrefixes = {"sqlite3_"};
  d.errorTexts = {"sqlite3_errmsg"};
  d.dialect = "sqlite";
  // The row id, the changes and the automatic checkpoint are set back at every give-back.
  d.neutral = {"sqlite3_changes",
               "sqlite3_changes64",
               "sqlite3_last_insert_rowid",
               "sqlite3_set_last_insert_rowid",
               "sqlite3_get_autocommit",
               "sqlite3_interrupt",
               "sqlite3_db_readonly",
               "sqlite3_table_column_metadata",
               "sqlite3_wal_checkpoint",
               "sqlite3_wal_checkpoint_v2",
               "sqlite3_wal_autocheckpoint",
               "sqlite3_db_cacheflush",
               "sqlite3_db_release_memory",
               "sqlite3_blob_open",
               "sqlite3_txn_state",
               "sqlite3_error_offset"};
  return d;
}

} // namespace repool
