/// \file
/// libpq as data (PostgreSQL 15 manual, chapter 34).
#include "drivers/Builtin.h"

namespace repool {

DriverSpec libpqDriver() {
  DriverSpec d;
  d.name = "libpq";
  d.header = "repool/pq.h";
  d.clientHeaders = {"libpq-fe.h"};
  d.handleTypes = {"pg_conn"};
  d.handleTokens = {"PGconn", "pg_conn"};
  d.leaseType = "PGconn";
  d.opens = {
      {.name = "PQconnectdb",
       .source = "repool::pq",
       .pairName = "repool_pq_open",
       .textArgument = 0},
      {.name = "PQconnectdbParams",
       .source = "repool::pqParams",
       .pairName = "repool_pq_open_params"},
      {.name = "PQsetdbLogin", .source = "repool::pqLogin", .pairName = "repool_pq_open_login"},
      {.name = "PQconnectStart", .by = OpenBy::Steps},
      {.name = "PQconnectStartParams", .by = OpenBy::Steps},
  };
  d.closes = {{"PQfinish", "repool_pq_close"}};
  d.tests = {"PQstatus"};
  d.inspects = {"PQerrorMessage",
                "PQdb",
                "PQuser",
                "PQpass",
                "PQhost",
                "PQhostaddr",
                "PQport",
                "PQoptions",
                "PQsocket",
                "PQserverVersion",
                "PQprotocolVersion",
                "PQparameterStatus",
                "PQbackendPID",
                "PQconnectionNeedsPassword",
                "PQconnectionUsedPassword",
                "PQtransactionStatus",
                "PQsslInUse",
                "PQsslAttribute",
                "PQclientEncoding"};
  d.interiorTexts = {"PQerrorMessage", "PQdb",      "PQuser",
                     "PQpass",         "PQhost",    "PQhostaddr",
                     "PQport",         "PQoptions", "PQparameterStatus",
                     "PQsslAttribute"};
  d.executes = {{"PQexec", 1},
                {"PQexecParams", 1},
                {"PQprepare", 2, -1, "leaves a prepared statement"},
                {"PQexecPrepared", -1, -1, "needs a prepared statement"},
                {"PQsendQuery", 1},
                {"PQsendQueryParams", 1},
                {"PQsendPrepare", 2, -1, "leaves a prepared statement"},
                {"PQsendQueryPrepared", -1, -1, "needs a prepared statement"}};
  d.hazards = {
      {"PQsetNoticeReceiver", "RP501", "stores a notice receiver in the handle"},
      {"PQsetNoticeProcessor", "RP501", "stores a notice processor in the handle"},
      {"PQtrace", "RP501", "traces the handle to a stream"},
      {"PQregisterEventProc", "RP501", "registers an event procedure with the handle"},
      {"PQsetInstanceData", "RP501", "stores data in the handle"},
      {"PQreset", "RP309", "reconnects in place"},
      {"PQresetStart", "RP309", "reconnects in place"},
      {"PQputCopyData", "RP502", "sends a COPY stream"},
      {"PQputline", "RP502", "sends a COPY stream"},
      {"PQgetCopyData", "RP502", "reads a COPY stream"},
      {"PQgetline", "RP502", "reads a COPY stream"},
      {"PQnotifies", "RP105", "waits for notifications"},
      {"PQgetCancel", "RP211", "makes a cancel object that names this backend"},
      {"PQrequestCancel", "RP211", "cancels by backend"},
  };
  d.borrowPrefixes = {"PQ", "lo_", "pg_"};
  d.errorTexts = {"PQerrorMessage"};
  d.dialect = "postgresql";
  // Verbosity and blocking mode are set back at every give-back.
  d.neutral = {"PQgetResult",
               "PQconsumeInput",
               "PQisBusy",
               "PQflush",
               "PQescapeLiteral",
               "PQescapeIdentifier",
               "PQescapeStringConn",
               "PQescapeByteaConn",
               "PQsetSingleRowMode",
               "PQsetnonblocking",
               "PQisnonblocking",
               "PQmakeEmptyPGresult",
               "PQsetErrorVerbosity",
               "PQsetErrorContextVisibility",
               "PQuntrace"};
  d.bound = {"PQbackendPID", "PQsocket"};
  return d;
}

} // namespace repool
