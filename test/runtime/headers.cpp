// Migrated C++ code, as the tool writes it. Compiled only, as C++11 and later.
#include "repool/cache.h"
#include "repool/lease.h"
#include "repool/mysql.h"
#include "repool/pq.h"
#include "repool/pqxx.h"
#include "repool/redis.h"
#include "repool/sqlite.h"
#include "repool/stats.h"

#include <libpq-fe.h>
#include <mysql.h>
#include <pqxx/pqxx>
#include <sqlite3.h>

#include <string>

int pqForms(const std::string &url);
int sqliteForms(const std::string &path);
int pqxxForms(const std::string &url);
int mysqlForms(const char *host);
int seams();
std::string cacheForms(const std::string &url);

int pqForms(const std::string &url) {
  const char *const keywords[] = {"dbname", nullptr};
  auto connLease = repool::withDatabase(repool::pq(url));
  PGconn *conn = connLease.get();
  if (PQstatus(conn) != CONNECTION_OK) {
    connLease.release();
    return 1;
  }
  connLease.renew();
  repool::Lease<PGconn> later;
  later = repool::withDatabase(repool::pq(url.c_str()).stateless().readOnly());
  later.borrow(repool::pqParams(keywords, keywords, 1).idempotent().mayBeStale());
  later = repool::withDatabase(repool::pqLogin("h", "1", "", "", "d", "u", "p"));
  int count = 0;
  int &same = repool::withDatabase(repool::pq(url), [&](PGconn *) -> int & { return count; });
  repool::withDatabase(repool::pq(url), [&](PGconn *one) { count += PQstatus(one); });
  return later ? same : PQstatus(later.get());
}

int sqliteForms(const std::string &path) {
  sqlite3 *db;
  auto dbLease = repool::withDatabase(repool::sqlite(path));
  db = dbLease.get();
  int rc = dbLease.code();
  repool::Lease<sqlite3> other;
  other = repool::withDatabase(repool::sqlite(path, SQLITE_OPEN_READONLY, nullptr));
  return rc + repool::withDatabase(repool::sqlite("x"), [&](sqlite3 *one) { return one == db; });
}

int pqxxForms(const std::string &url) {
  auto connLease = repool::withDatabase(repool::pqxx(url));
  pqxx::connection &conn = *connLease;
  repool::Lease<pqxx::connection> other = repool::withDatabase(repool::pqxx());
  const std::string title =
      repool::withDatabase(repool::pqxx(url), [&](pqxx::connection &one) -> std::string {
        pqxx::work tx(one);
        return tx.exec("SELECT 1")[0][0].as<std::string>();
      });
  return conn.sock() + other->sock() + static_cast<int>(title.size());
}

int mysqlForms(const char *host) {
  repool::MysqlOptions options;
  unsigned int seconds = 3;
  options.option(MYSQL_OPT_CONNECT_TIMEOUT, &seconds);
  options.option(MYSQL_OPT_COMPRESS, nullptr).option(MYSQL_OPT_CONNECT_ATTR_ADD, "app", "shop");
  options.sslSet(nullptr, nullptr, "ca.pem", nullptr, nullptr).charset("utf8mb4");
  options.initCommand("SET time_zone = '+00:00'").connectTimeout(1).readTimeout(2).writeTimeout(3);
  auto lease = repool::withDatabase(
      repool::mysql(host, "u", "p", "d", 3306, nullptr, 0, options).readOnly());
  MYSQL *conn = lease.get();
  if (lease.code() != 0) {
    seconds = mysql_errno(conn);
    lease.release();
  }
  MYSQL &same = *lease;
  repool::Lease<MYSQL> other = repool::withDatabase(repool::mysql(host, "u", "p", "d"));
  return repool::withDatabase(repool::mysql(nullptr, nullptr, nullptr, nullptr).stateless(),
                              [&](MYSQL *one) { return one == &same ? 1 : 0; }) +
         (other ? 1 : 0);
}

std::string cacheForms(const std::string &url) {
  repool::useRedis();
  repool::invalidate("pitches");
  repool::invalidateTags({"pitches", "users"});
  const int count = repool::cached("count", {}, std::chrono::milliseconds(500),
                                   [](repool::Caching &caching) -> int {
                                     caching.skip();
                                     return 1;
                                   });
  const std::string plain = repool::cached("page", {"pitches", "users"}, std::chrono::seconds(30),
                                           [&]() -> std::string { return url; });
  const auto rows =
      repool::cached("rows", {"pitches"}, std::chrono::seconds(30), repool::pqxx(url).mayBeStale(),
                     [&](pqxx::connection &conn) -> std::string {
                       pqxx::work tx(conn);
                       return tx.exec("SELECT 1")[0][0].as<std::string>();
                     });
  return plain + rows +
         repool::cached("status", {"pitches"}, std::chrono::seconds(count),
                        repool::pq(url).stateless().mayBeStale(),
                        [](PGconn *conn, repool::Caching &caching) -> std::string {
                          if (PQstatus(conn) != CONNECTION_OK)
                            caching.skip();
                          return PQerrorMessage(conn);
                        });
}

int seams() {
  repool::Options options;
  options.max = 3;
  const bool isSet = repool::configure(options);
  return repool::shutdown() && isSet ? static_cast<int>(repool::stats().opened) : 0;
}
