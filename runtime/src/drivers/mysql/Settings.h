/// \file
/// The options that a call sets between mysql_init and mysql_real_connect, as a value.
///
///   mysql_options(c, ...) as data  ->  settings  ->  on every handle that the pool opens
///   a handle with options          ->  settings      (libmariadb only)
///
/// An option is known by the type of its argument. What is not known, and what cannot be copied
/// (callbacks, pointers to the caller's data), is kept as it was given and makes the settings
/// unshareable. Reads no option file: files are named in the key, with their time and size.

#ifndef REPOOL_SRC_DRIVERS_MYSQL_SETTINGS_H
#define REPOOL_SRC_DRIVERS_MYSQL_SETTINGS_H

#include <mysql.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace repool::detail {

struct MysqlSettings {
  /// An option as it was given.
  struct Raw {
    int option;
    const void *first;
    const void *second;
  };

  std::map<int, std::string> values; ///< by enum mysql_option; numbers as digits
  std::vector<std::string> initCommands;
  std::map<std::string, std::string> attributes; ///< sent to the server when connecting
  unsigned long clientFlags = 0;                 ///< what some options mean
  std::vector<Raw> raw;

  /// What mysql_options does.
  void set(int option, const void *first, const void *second);

  /// What was set on \p mysql; callbacks are found, but not kept: they make the result unshareable.
  static MysqlSettings of(MYSQL *mysql);

  /// The same; nothing if \p site holds what is seen and cannot be read back.
  static std::optional<MysqlSettings> ofSite(MYSQL *site);

  /// A number that differs when of() would tell something else, but for MYSQL_OPT_RECONNECT. Asked
  /// on each return, so it makes no copies.
  static std::uint64_t fingerprint(MYSQL *mysql);

  bool isShareable() const { return raw.empty(); }

  const std::string *find(int option) const;

  /// Sets it all on \p mysql but for \p clientFlags, which are for mysql_real_connect. False: the
  /// client library refused one, and \p mysql has the error.
  bool apply(MYSQL *mysql) const;

  /// For the key of a pool; secrets as digests. Without MYSQL_OPT_RECONNECT, which is off there.
  std::string key() const;

  /// Changes when an option file that this names does.
  std::uint64_t stamp() const;

  bool namesOptionFiles() const;
};

} // namespace repool::detail

#endif // REPOOL_SRC_DRIVERS_MYSQL_SETTINGS_H
