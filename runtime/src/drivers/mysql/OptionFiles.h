/// \file
/// Which option files (my.cnf) the client library reads for some settings, and what they are now.
///
/// The files are not read here; those that they include are not looked at. A file that is not there
/// counts too: it may come.

#ifndef REPOOL_SRC_DRIVERS_MYSQL_OPTIONFILES_H
#define REPOOL_SRC_DRIVERS_MYSQL_OPTIONFILES_H

#include "Settings.h"

#include <string>
#include <utility>
#include <vector>

namespace repool::detail {

/// Name and state (device, inode, size, time of change) of each, in the order of reading. Empty if
/// \p settings ask for none.
std::vector<std::pair<std::string, std::string>> optionFiles(const MysqlSettings &settings);

} // namespace repool::detail

#endif // REPOOL_SRC_DRIVERS_MYSQL_OPTIONFILES_H
