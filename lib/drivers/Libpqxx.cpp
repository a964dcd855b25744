/// \file
/// libpqxx 6.4 and 7 as data. In 6.4 `pqxx::connection` is a typedef of a template,
/// `basic_connection<connect_direct>`, whose methods live in `connection_base`.
#include "drivers/Builtin.h"

namespace repool {

DriverSpec libpqxxDriver() {
  DriverSpec d;
  d.name = "libpqxx";
  d.header = "repool/pqxx.h";
  d.clientHeaders = {"pqxx/pqxx", "pqxx/connection", "pqxx/connection.hxx", "pqxx/pqxx.hxx"};
  d.handleTypes = {"pqxx::connection", "pqxx::basic_connection", "pqxx::basic_connection_base",
                   "pqxx::connection_base"};
  d.handleTokens = {"pqxx::connection", "pqxx::lazyconnection", "pqxx::asyncconnection"};
  d.leaseType = "pqxx::connection";
  d.handleIsObject = true;
  d.opens = {
      {.name = "pqxx::connection",
       .by = OpenBy::Constructor,
       .source = "repool::pqxx",
       .textArgument = 0},
  };
  d.closes = {{"close", ""}, {"disconnect", ""}};
  addHeapForms(d);
  d.tests = {"is_open"};
  d.inspects = {"dbname",         "username",         "hostname",
                "port",           "backendpid",       "sock",
                "server_version", "protocol_version", "get_client_encoding",
                "options",        "connection_string"};
  d.interiorTexts = {"dbname", "username", "hostname", "port", "err_msg"};
  d.executes = {{"exec", 0},         {"exec0", 0},
                {"exec1", 0},        {"exec_n", 1},
                {"exec_params", 0},  {"exec_params0", 0},
                {"exec_params1", 0}, {"exec_params_n", 1},
                {"query", 0},        {"query_value", 0},
                {"query01", 0},      {"query1", 0},
                {"query_n", 1},      {"for_query", 0},
                {"stream", 0},       {"prepare", 1, -1, "leaves a prepared statement"},
                {"parameterized", 0}};
  d.hazards = {
      {"register_errorhandler", "RP501", "registers an error handler with the connection"},
      {"set_notice_handler", "RP501", "stores a notice handler in the connection"},
      {"trace", "RP501", "traces the connection to a stream"},
      {"get_notifs", "RP105", "waits for notifications"},
      {"await_notification", "RP105", "waits for notifications"},
      {"listen", "RP105", "listens for notifications"},
      {"activate", "RP309", "reconnects in place"},
      {"deactivate", "RP309", "disconnects in place"},
      {"simulate_failure", "RP309", "breaks the connection in place"},
      {"cancel_query", "RP211", "cancels by backend"},
      {"release_raw_connection", "RP210", "takes the raw connection out"},
      {"process_notice", "RP501", "uses the notice handler"},
  };
  d.borrowPrefixes = {"pqxx::"};
  d.dialect = "postgresql";
  d.neutral = {"commit",        "abort",       "esc",   "esc_raw",    "esc_like",
               "unesc_raw",     "unesc_bin",   "quote", "quote_raw",  "quote_name",
               "quote_columns", "quote_table", "name",  "description"};
  d.bound = {"backendpid", "sock"};
  d.valueTypes = {"pqxx::result",
                  "pqxx::row",
                  "pqxx::field",
                  "pqxx::const_result_iterator",
                  "pqxx::const_reverse_result_iterator",
                  "pqxx::const_row_iterator",
                  "pqxx::const_reverse_row_iterator",
                  "pqxx::zview",
                  "pqxx::binarystring",
                  "pqxx::params",
                  "pqxx::field_streambuf"};
  // Not robusttransaction, which keeps a table; nor cursors, pipelines and streams.
  d.sessionScopes = {"pqxx::transaction",       "pqxx::nontransaction", "pqxx::read_transaction",
                     "pqxx::basic_transaction", "pqxx::dbtransaction",  "pqxx::transaction_base",
                     "pqxx::subtransaction"};
  return d;
}

} // namespace repool
