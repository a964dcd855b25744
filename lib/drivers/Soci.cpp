/// \file
/// SOCI as data. The runtime has no driver for it: its sites are found and reported. A session made
/// from a connection_pool borrows already and is no site.
#include "drivers/Builtin.h"

namespace repool {

DriverSpec sociDriver() {
  DriverSpec d;
  d.name = "soci";
  d.clientHeaders = {"soci/soci.h", "soci.h", "soci/session.h"};
  d.handleTypes = {"soci::session"};
  d.handleTokens = {"soci::session"};
  d.leaseType = "soci::session";
  d.handleIsObject = true;
  d.opens = {
      {.name = "soci::session", .by = OpenBy::Constructor, .poolTypes = {"soci::connection_pool"}}};
  d.closes = {{"close", ""}};
  d.tests = {"is_connected"};
  d.inspects = {"get_backend_name", "got_data", "get_last_query", "set_log_stream"};
  d.executes = {{"prepare", 0}, {"once", 0}};
  d.hazards = {{"reconnect", "RP309", "reconnects in place"}};
  d.borrowPrefixes = {"soci::"};
  return d;
}

} // namespace repool
