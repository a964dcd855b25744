/// \file
/// Qt SQL as data. The runtime has no driver for it: its sites are found and reported. addDatabase
/// makes an entry in a table of the process, open() connects it.
#include "drivers/Builtin.h"

namespace repool {

DriverSpec qtSqlDriver() {
  DriverSpec d;
  d.name = "qtsql";
  d.clientHeaders = {"QSqlDatabase", "QtSql/QSqlDatabase", "QtSql"};
  d.handleTypes = {"QSqlDatabase"};
  d.handleTokens = {"QSqlDatabase"};
  d.leaseType = "QSqlDatabase";
  d.makers = {"QSqlDatabase::addDatabase", "QSqlDatabase::cloneDatabase", "QSqlDatabase::database"};
  d.opens = {
      {.name = "QSqlDatabase::open", .by = OpenBy::Handle, .handleArgument = ObjectArgument}};
  d.closes = {{"close", ""}};
  d.tests = {"isOpen", "isOpenError", "isValid"};
  d.inspects = {"lastError", "databaseName", "hostName",        "userName",
                "port",      "driverName",   "setHostName",     "setUserName",
                "setPort",   "setPassword",  "setDatabaseName", "setConnectOptions"};
  d.executes = {{"exec", 0}, {"prepare", 0}};
  d.borrowPrefixes = {"QSql"};
  return d;
}

} // namespace repool
