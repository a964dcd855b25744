/// \file
/// The C API of MySQL and MariaDB as data (MariaDB Connector/C 3.3, MySQL 8.0 C API).
///
/// A connection takes two calls: mysql_init makes the handle, mysql_real_connect connects it and
/// gives it back. Between the two come the options, which the runtime reads off the handle.
#include "drivers/Builtin.h"

namespace repool {

namespace {

/// Options that libmariadb does not tell of a handle, that keep a pointer, or that a pooled handle
/// does not have.
std::vector<HazardSpec> unfitOptions() {
  return {
      {"MYSQL_OPT_RECONNECT", "RP309", "reconnects in place"},
      {"MYSQL_OPT_NONBLOCK", "RP213", "connects without waiting"},
      {"MYSQL_PROGRESS_CALLBACK", "RP501", "stores a callback in the handle"},
      {"MARIADB_OPT_IO_WAIT", "RP501", "stores a callback in the handle"},
      {"MARIADB_OPT_STATUS_CALLBACK", "RP501", "stores a callback in the handle"},
      {"MARIADB_OPT_USERDATA", "RP501", "stores a pointer in the handle"},
      {"MARIADB_OPT_SERVER_PLUGINS", "RP217", "is not copied to a pooled connection"},
      {"MARIADB_OPT_PROXY_HEADER", "RP217", "is not copied to a pooled connection"},
      {"MARIADB_OPT_RESTRICTED_AUTH", "RP217", "is not copied to a pooled connection"},
      {"MARIADB_OPT_RPL_REGISTER_REPLICA", "RP217", "is not copied to a pooled connection"},
      {"MARIADB_OPT_SKIP_READ_RESPONSE", "RP217", "is not copied to a pooled connection"},
  };
}

} // namespace

DriverSpec mysqlDriver() {
  DriverSpec d;
  d.name = "mysql";
  d.header = "repool/mysql.h";
  d.clientHeaders = {"mysql.h", "mysql/mysql.h", "mariadb/mysql.h"};
  d.handleTypes = {"st_mysql", "MYSQL"};
  d.handleTokens = {"MYSQL", "st_mysql"};
  d.leaseType = "MYSQL";
  d.opens = {
      {.name = "mysql_real_connect",
       .by = OpenBy::Handle,
       .handleArgument = 0,
       .source = "repool::mysql",
       .pairName = "repool_mysql_open",
       .pairInName = "repool_mysql_open_in"},
      {.name = "mysql_real_connect_start", .by = OpenBy::Steps, .handleArgument = 0},
      {.name = "mysql_real_connect_nonblocking", .by = OpenBy::Steps},
      {.name = "mysql_real_connect_dns_srv", .by = OpenBy::Steps},
      {.name = "mariadb_connect", .by = OpenBy::Steps},
  };
  d.makers = {"mysql_init"};
  d.setters = {{"mysql_options", 1, unfitOptions()},
               {"mysql_options4", 1, unfitOptions()},
               {"mysql_optionsv", 1, unfitOptions()},
               {"mysql_ssl_set"}};
  d.shutdowns = {"mysql_library_end", "mysql_server_end"};
  d.closes = {{"mysql_close", "repool_mysql_close"}};
  d.inspects = {"mysql_errno",
                "mysql_error",
                "mysql_sqlstate",
                "mysql_info",
                "mysql_ping",
                "mysql_stat",
                "mysql_thread_id",
                "mysql_get_host_info",
                "mysql_get_option",
                "mysql_get_optionv",
                "mysql_get_proto_info",
                "mysql_get_server_info",
                "mysql_get_server_name",
                "mysql_get_server_version",
                "mysql_get_ssl_cipher",
                "mysql_get_socket",
                "mysql_get_timeout_value",
                "mysql_get_timeout_value_ms",
                "mysql_character_set_name",
                "mysql_get_character_set_info",
                "mysql_warning_count"};
  d.interiorTexts = {"mysql_error",         "mysql_sqlstate",      "mysql_info",
                     "mysql_stat",          "mysql_get_host_info", "mysql_get_server_info",
                     "mysql_get_ssl_cipher"};
  d.executes = {
      {"mysql_query", 1}, {"mysql_real_query", 1}, {"mysql_send_query", 1}, {"mysql_stmt_init"}};
  d.hazards = {
      {"mysql_change_user", "RP309", "changes the user in place"},
      {"mariadb_reconnect", "RP309", "reconnects in place"},
      {"mysql_set_local_infile_handler", "RP501", "stores an infile handler in the handle"},
      {"mysql_set_local_infile_default", "RP501", "changes the infile handler of the handle"},
      {"mysql_binlog_open", "RP106", "reads the binary log"},
      {"mysql_bind_param", "RP501", "stores query attributes in the handle"},
      {"mysql_extension_set", "RP501", "stores data in the handle"},
      {"mariadb_rpl_init", "RP106", "reads the binary log"},
      {"mariadb_rpl_init_ex", "RP106", "reads the binary log"},
      {"mariadb_cancel", "RP211", "cuts the connection"},
  };
  for (const char *call :
       {"mysql_query", "mysql_real_query", "mysql_send_query", "mysql_close", "mysql_select_db",
        "mysql_ping", "mysql_autocommit", "mysql_commit", "mysql_rollback", "mysql_store_result",
        "mysql_next_result", "mysql_set_character_set", "mysql_reset_connection"})
    for (const char *end : {"_start", "_cont", "_nonblocking"})
      d.hazards.push_back({std::string(call) + end, "RP213", "works without waiting"});
  d.derived = {{"mysql_stmt_init", -1, "mysql_stmt_close"},
               {"mysql_use_result", -1, "mysql_free_result"}};
  d.borrowPrefixes = {"mysql_", "mariadb_"};
  d.errorTexts = {"mysql_error"};
  return d;
}

} // namespace repool
