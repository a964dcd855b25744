/// \file
/// ODBC as data. The runtime has no driver for it: its sites are found and reported. SQLAllocHandle
/// makes the handle, SQLConnect and its like connect it in place.
#include "drivers/Builtin.h"

namespace repool {

DriverSpec odbcDriver() {
  DriverSpec d;
  d.name = "odbc";
  d.clientHeaders = {"sql.h", "sqlext.h"};
  d.handleTokens = {"SQLHDBC"};
  d.leaseType = "SQLHDBC";
  d.failureIsCode = true;
  for (const char *name : {"SQLConnect", "SQLDriverConnect", "SQLBrowseConnect"})
    for (const char *text : {"", "A", "W"}) // as they are, narrow, wide
      d.opens.push_back(
          {.name = std::string(name) + text, .by = OpenBy::Handle, .handleArgument = 0});
  d.closes = {{"SQLDisconnect", ""}};
  d.borrowPrefixes = {"SQL"};
  return d;
}

} // namespace repool
