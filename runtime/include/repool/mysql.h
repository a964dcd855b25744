/// \file
/// Borrowing connections of the MySQL and MariaDB C API.
///
///   MYSQL *c = mysql_init(NULL);               ->  repool::MysqlOptions options;
///   mysql_options(c, MYSQL_X, &x);             ->  options.option(MYSQL_X, &x);
///   mysql_real_connect(c, host, ..., flags)    ->  auto lease = repool::withDatabase(
///                                                      repool::mysql(host, ..., flags, options));
///                                                  MYSQL *c = lease.get();
///   mysql_close(c);                            ->  lease.release();
///   C: mysql_real_connect / mysql_close        ->  repool_mysql_open (or _open_in) / _close
///
/// A connection that cannot be had is a failed handle: `lease.code()` is not 0, mysql_errno,
/// mysql_error and mysql_sqlstate of `lease.get()` say why, any other call on it fails as on a
/// handle that never connected. It occupies no place in the pool. When the pool itself refuses, the
/// number is 1040 ("Too many connections"), when the server is known to be down, 2003. Never throws
/// for that. `lease.get()` is null only where mysql_init would give NULL: out of memory.
///
/// Automatic reconnect (MYSQL_OPT_RECONNECT) is off on a pooled handle: a session that changes
/// under the pool's hands is not the session that it lends. A borrowed session is as a new one,
/// except for FOUND_ROWS() and SHOW PROFILES, which MySQL's own reset leaves as they are.
///
/// C99 and C++11; names `struct st_mysql`, which mysql.h calls MYSQL, and so needs no other header.
/// libmysqlclient from 8.0 on names it `struct MYSQL`: there define REPOOL_MYSQL_STRUCT as MYSQL,
/// for all units (repool::mysql of CMake does).

#ifndef REPOOL_MYSQL_H
#define REPOOL_MYSQL_H

#include "repool/runtime.h"

#ifndef REPOOL_MYSQL_STRUCT
#define REPOOL_MYSQL_STRUCT st_mysql
#endif

struct REPOOL_MYSQL_STRUCT;

#ifdef __cplusplus
extern "C" {
#endif

/// mysql_real_connect, borrowed. \p site is what mysql_init gave, with its options set, and is
/// never connected by this, only asked for its options:
///
/// - On success the result is another handle than \p site, and the one to use from then on. The
/// call
///   has taken \p site over: it stays as it is and is closed by repool_mysql_close().
/// - On failure the result is NULL, mysql_errno, mysql_error and mysql_sqlstate of \p site say why,
///   and \p site is still the caller's, who closes it or tries again (options are kept).
/// - If \p site holds what cannot be copied (an infile handler, callbacks, the non-blocking API;
///   with libmysqlclient anything), or is connected already, this is mysql_real_connect on \p site,
///   unpooled: success gives \p site itself.
///
/// libmariadb does not tell whether these were set, so code that does must not call this: proxy
/// header, restricted authentication, replica registration, user data, status callback. Of
/// MYSQL_OPT_LOCAL_INFILE it does not tell 1 from the default, which allows LOAD DATA LOCAL too.
/// Null if \p site is.
struct REPOOL_MYSQL_STRUCT *repool_mysql_open(struct REPOOL_MYSQL_STRUCT *site, const char *host,
                                              const char *user, const char *passwd, const char *db,
                                              unsigned int port, const char *unix_socket,
                                              unsigned long clientflag);

/// The same for `if (!mysql_real_connect(c, ...)) ...` where the code goes on with `c`: on success
/// \p *conn becomes the pooled handle, on failure it stays the site's own. Returns the handle or
/// NULL. Every other copy of the old pointer must not be used for queries.
struct REPOOL_MYSQL_STRUCT *repool_mysql_open_in(struct REPOOL_MYSQL_STRUCT **conn,
                                                 const char *host, const char *user,
                                                 const char *passwd, const char *db,
                                                 unsigned int port, const char *unix_socket,
                                                 unsigned long clientflag);

/// Gives back a pooled handle and closes the site's handle that was kept with it. Takes either of
/// the two, but only once. A handle that was not borrowed, a failed one, and NULL go to
/// mysql_close, as before.
void repool_mysql_close(struct REPOOL_MYSQL_STRUCT *conn);

#ifdef __cplusplus
} // extern "C"

#include "repool/lease.h"

#include <memory>

namespace repool {
namespace detail {
struct MysqlSettings;
}

/// What mysql_options and its like set between mysql_init and mysql_real_connect. A value; copies
/// what it is given. Options separate pools. An option that the runtime does not know, or whose
/// argument is a callback or is kept by pointer, makes the connections unpooled; its argument must
/// then live as long as the source is used.
class MysqlOptions {
public:
  MysqlOptions();

  /// mysql_options; \p option is of `enum mysql_option`, \p value what mysql_options takes for it.
  MysqlOptions &option(int option, const void *value);

  /// mysql_options4 and mysql_optionsv with two arguments.
  MysqlOptions &option(int option, const void *first, const void *second);

  /// mysql_ssl_set; any may be null.
  MysqlOptions &sslSet(const char *key, const char *cert, const char *ca, const char *capath,
                       const char *cipher);

  /// MYSQL_SET_CHARSET_NAME; also for a mysql_set_character_set right after connecting.
  MysqlOptions &charset(const char *name);

  /// MYSQL_INIT_COMMAND; run in order when connecting and after each reset. More than one may be
  /// given.
  MysqlOptions &initCommand(const char *sql);

  /// MYSQL_OPT_CONNECT_TIMEOUT, MYSQL_OPT_READ_TIMEOUT and MYSQL_OPT_WRITE_TIMEOUT, in seconds.
  MysqlOptions &connectTimeout(unsigned int seconds);
  MysqlOptions &readTimeout(unsigned int seconds);
  MysqlOptions &writeTimeout(unsigned int seconds);

  const std::shared_ptr<const detail::MysqlSettings> &settings() const { return settings_; }

private:
  std::shared_ptr<const detail::MysqlSettings> settings_; ///< never null, never changed
};

/// What mysql_real_connect takes; any text may be null.
Source<REPOOL_MYSQL_STRUCT> mysql(const char *host, const char *user, const char *passwd,
                                  const char *db, unsigned int port = 0,
                                  const char *unix_socket = nullptr, unsigned long clientflag = 0,
                                  const MysqlOptions &options = MysqlOptions());

} // namespace repool
#endif // __cplusplus

#endif // REPOOL_MYSQL_H
