#include "drivers/Builtin.h"

#include <algorithm>

namespace repool {

std::span<const DriverSpec> builtinDrivers() {
  static const std::vector<DriverSpec> drivers = {
      hiredisDriver(), libpqDriver(), libpqxxDriver(), mysqlDriver(), mysqlConnectorDriver(),
      odbcDriver(),    qtSqlDriver(), sociDriver(),    sqliteDriver()};
  return drivers;
}

std::vector<std::string> driverTokens(std::span<const DriverSpec> drivers) {
  std::vector<std::string> tokens;
  for (const DriverSpec &driver : drivers) {
    tokens.insert(tokens.end(), driver.handleTokens.begin(), driver.handleTokens.end());
    for (const OpenSpec &open : driver.opens)
      if (open.by != OpenBy::New) // names a class that has a row of its own
        tokens.push_back(open.name);
    // A method's name, `close`, would match every file; what is not pooled has no close to change.
    if (!driver.handleIsObject && !driver.header.empty())
      for (const CloseSpec &close : driver.closes)
        tokens.push_back(close.name);
  }
  std::sort(tokens.begin(), tokens.end());
  tokens.erase(std::unique(tokens.begin(), tokens.end()), tokens.end());
  return tokens;
}

} // namespace repool
