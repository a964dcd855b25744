/// \file
/// The Connector/C++ libraries of MySQL (JDBC style) and MariaDB as data. The runtime has no driver
/// for them: their sites are found and reported.
#include "drivers/Builtin.h"

namespace repool {

DriverSpec mysqlConnectorDriver() {
  DriverSpec d;
  d.name = "mysql-connector";
  d.clientHeaders = {"mysql_connection.h", "cppconn/driver.h", "cppconn/connection.h",
                     "mysql_driver.h",     "mysql/jdbc.h",     "conncpp.hpp",
                     "mariadb/conncpp.hpp"};
  d.handleTypes = {"sql::Connection", "sql::mysql::MySQL_Connection"};
  // The last two are all that `auto *driver = get_driver_instance()` names.
  d.handleTokens = {"sql::Connection", "sql::mysql::MySQL_Connection", "get_driver_instance",
                    "get_mysql_driver_instance"};
  d.leaseType = "sql::Connection";
  d.opens = {{.name = "sql::Driver::connect"},
             {.name = "sql::mysql::MySQL_Driver::connect"},
             {.name = "sql::mariadb::MariaDbDriver::connect"},
             {.name = "sql::DriverManager::getConnection"}};
  d.closes = {{"close", ""}};
  d.tests = {"isValid", "isClosed"};
  d.inspects = {"getMetaData", "getCatalog", "getSchema", "getAutoCommit", "getWarnings"};
  d.executes = {{"prepareStatement", 0}, {"createStatement"}};
  d.hazards = {{"reconnect", "RP309", "reconnects in place"}};
  d.borrowPrefixes = {"sql::"};
  return d;
}

} // namespace repool
