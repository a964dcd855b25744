/// \file
/// The languages that statement texts are written in.
#pragma once

#include <string_view>

namespace repool {

enum class Dialect { Unknown, PostgreSql, MySql, Sqlite };

/// "postgresql", "mysql", "sqlite": the words of the driver data. Anything else is Unknown.
inline Dialect dialectNamed(std::string_view name) {
  if (name == "postgresql")
    return Dialect::PostgreSql;
  if (name == "mysql")
    return Dialect::MySql;
  return name == "sqlite" ? Dialect::Sqlite : Dialect::Unknown;
}

} // namespace repool
