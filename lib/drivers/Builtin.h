/// \file
/// One function per built-in driver; `builtinDrivers()` lists them. A new driver is a file, a line
/// here and a line there.
#pragma once

#include "drivers/Driver.h"

namespace repool {

DriverSpec hiredisDriver();
DriverSpec libpqDriver();
DriverSpec libpqxxDriver();
DriverSpec mysqlDriver();
DriverSpec mysqlConnectorDriver();
DriverSpec odbcDriver();
DriverSpec qtSqlDriver();
DriverSpec sociDriver();
DriverSpec sqliteDriver();

} // namespace repool
