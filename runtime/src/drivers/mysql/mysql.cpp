// The public functions of the MySQL driver: sources for C++, open and close for C.

#include "repool/mysql.h"

#include "Errors.h"
#include "MysqlConnector.h"
#include "SiteHandles.h"
#include "TimeLimit.h"

#include <mysql.h>

#include <memory>

namespace repool {

namespace {

using detail::Loan;
using detail::MysqlCall;
using detail::MysqlSettings;

std::optional<std::string> copied(const char *text) {
  return text ? std::optional<std::string>(text) : std::nullopt;
}

MysqlCall callOf(const char *host, const char *user, const char *passwd, const char *db,
                 unsigned port, const char *unix_socket, unsigned long clientflag) {
  return {copied(host),        copied(user), copied(passwd), copied(db),
          copied(unix_socket), port,         clientflag,     nullptr};
}

std::shared_ptr<const MysqlSettings> changed(const std::shared_ptr<const MysqlSettings> &settings,
                                             int option, const void *first, const void *second) {
  auto copy = std::make_shared<MysqlSettings>(*settings);
  copy->set(option, first, second);
  return copy;
}

/// The pooled handle, or null with the error on \p site. \p caller: for warnings.
MYSQL *openPooled(MYSQL *site, MysqlCall call, const void *caller) {
  Loan loan(std::make_shared<detail::MysqlConnector>(std::move(call)), 0,
            detail::Place{nullptr, 0, caller});
  auto *const failed = static_cast<MYSQL *>(loan.handle());
  if (loan.code() != 0) {
    detail::setError(site, static_cast<unsigned>(loan.code()),
                     failed ? mysql_sqlstate(failed) : "HY000",
                     failed ? mysql_error(failed) : "repool: out of memory");
    return nullptr;
  }
  detail::keepSite(static_cast<MYSQL *>(loan.handle()), site);
  detail::clearError(site);
  return static_cast<MYSQL *>(detail::writeDown(std::move(loan)));
}

// No exception may reach C.
MYSQL *openForC(MYSQL *site, MysqlCall call, const void *caller) noexcept {
  try {
    std::optional<MysqlSettings> settings = MysqlSettings::ofSite(site);
    if (settings) {
      call.settings = std::make_shared<const MysqlSettings>(std::move(*settings));
      return openPooled(site, std::move(call), caller);
    }
    call.settings = std::make_shared<const MysqlSettings>();
    return call.connect(site) ? site : nullptr;
  } catch (...) {
    detail::takeSite(site);
    detail::setError(site, 2008, "HY000", "repool: out of memory");
    return nullptr;
  }
}

} // namespace

MysqlOptions::MysqlOptions() : settings_(std::make_shared<const MysqlSettings>()) {}

MysqlOptions &MysqlOptions::option(int option, const void *value) {
  return this->option(option, value, nullptr);
}

MysqlOptions &MysqlOptions::option(int option, const void *first, const void *second) {
  settings_ = changed(settings_, option, first, second);
  return *this;
}

// Says that TLS is wanted, as libmariadb's mysql_ssl_set does.
MysqlOptions &MysqlOptions::sslSet(const char *key, const char *cert, const char *ca,
                                   const char *capath, const char *cipher) {
#ifdef MARIADB_BASE_VERSION
  const my_bool enforced = 1;
  option(MYSQL_OPT_SSL_ENFORCE, &enforced);
#endif
  option(MYSQL_OPT_SSL_KEY, key);
  option(MYSQL_OPT_SSL_CERT, cert);
  option(MYSQL_OPT_SSL_CA, ca);
  option(MYSQL_OPT_SSL_CAPATH, capath);
  return option(MYSQL_OPT_SSL_CIPHER, cipher);
}

MysqlOptions &MysqlOptions::charset(const char *name) {
  return option(MYSQL_SET_CHARSET_NAME, name);
}

MysqlOptions &MysqlOptions::initCommand(const char *sql) {
  return option(MYSQL_INIT_COMMAND, sql);
}

MysqlOptions &MysqlOptions::connectTimeout(unsigned int seconds) {
  return option(MYSQL_OPT_CONNECT_TIMEOUT, &seconds);
}

MysqlOptions &MysqlOptions::readTimeout(unsigned int seconds) {
  return option(MYSQL_OPT_READ_TIMEOUT, &seconds);
}

MysqlOptions &MysqlOptions::writeTimeout(unsigned int seconds) {
  return option(MYSQL_OPT_WRITE_TIMEOUT, &seconds);
}

Source<REPOOL_MYSQL_STRUCT> mysql(const char *host, const char *user, const char *passwd,
                                  const char *db, unsigned int port, const char *unix_socket,
                                  unsigned long clientflag, const MysqlOptions &options) {
  MysqlCall call = callOf(host, user, passwd, db, port, unix_socket, clientflag);
  call.settings = options.settings();
  return Source<REPOOL_MYSQL_STRUCT>(std::make_shared<detail::MysqlConnector>(std::move(call)));
}

} // namespace repool

namespace {

MYSQL *open(MYSQL *site, const char *host, const char *user, const char *passwd, const char *db,
            unsigned int port, const char *unix_socket, unsigned long clientflag,
            const void *caller) {
  // Connected already: the client library says so.
  if (!site || repool::detail::socketOf(site) >= 0)
    return site ? mysql_real_connect(site, host, user, passwd, db, port, unix_socket, clientflag)
                : nullptr;
  try {
    return repool::openForC(
        site, repool::callOf(host, user, passwd, db, port, unix_socket, clientflag), caller);
  } catch (...) {
    repool::detail::setError(site, 2008, "HY000", "repool: out of memory");
    return nullptr;
  }
}

} // namespace

extern "C" MYSQL *repool_mysql_open(MYSQL *site, const char *host, const char *user,
                                    const char *passwd, const char *db, unsigned int port,
                                    const char *unix_socket, unsigned long clientflag) {
  return open(site, host, user, passwd, db, port, unix_socket, clientflag,
              __builtin_return_address(0));
}

extern "C" MYSQL *repool_mysql_open_in(MYSQL **conn, const char *host, const char *user,
                                       const char *passwd, const char *db, unsigned int port,
                                       const char *unix_socket, unsigned long clientflag) {
  MYSQL *const opened = open(*conn, host, user, passwd, db, port, unix_socket, clientflag,
                             __builtin_return_address(0));
  if (opened)
    *conn = opened;
  return opened;
}

extern "C" void repool_mysql_close(MYSQL *conn) {
  const repool::detail::SitePair pair = repool::detail::takeSite(conn);
  repool::detail::Loan loan = repool::detail::takeOut(pair.pooled ? pair.pooled : conn);
  if (loan.handle())
    loan.release();
  else
    mysql_close(conn);
  mysql_close(pair.site);
}
