/* Migrated C code, as the tool writes it. Compiled only. */
#include "repool/mysql.h"
#include "repool/pq.h"
#include "repool/runtime.h"
#include "repool/sqlite.h"
#include "repool/version.h"

#include <libpq-fe.h>
#include <mysql.h>
#include <sqlite3.h>

int migrated(const char *conninfo, const char *path);

int migrated(const char *conninfo, const char *path) {
  const char *const keywords[] = {"dbname", 0};
  const char *const values[] = {"shop", 0};
  struct repool_options options = {0};
  sqlite3 *db = 0;
  int rc;
  PGconn *conn = repool_pq_open(conninfo);
  repool_pq_close(conn);
  conn = repool_pq_open_params(keywords, values, 1);
  repool_pq_close(conn);
  conn = repool_pq_open_login(0, 0, 0, 0, "shop", 0, 0);
  repool_pq_close(conn);
  rc = repool_sqlite_open(path, &db);
  rc += repool_sqlite_close(db);
  rc += repool_sqlite_open_v2(path, &db, SQLITE_OPEN_READONLY, 0);
  rc += repool_sqlite_close_v2(db);
  options.max = 4;
  return rc + repool_configure(&options) + repool_shutdown(0) + (repool_version() != 0) +
         REPOOL_VERSION_MAJOR;
}

int migratedMysql(const char *host);

int migratedMysql(const char *host) {
  unsigned int seconds = 3;
  MYSQL *site = mysql_init(0);
  MYSQL *conn;
  mysql_options(site, MYSQL_OPT_CONNECT_TIMEOUT, &seconds);
  if (!(conn = repool_mysql_open(site, host, "u", "p", "d", 3306, 0, CLIENT_FOUND_ROWS))) {
    const int isDenied = mysql_errno(site) == 1045;
    repool_mysql_close(site);
    return isDenied;
  }
  repool_mysql_close(conn);
  conn = mysql_init(0);
  if (!repool_mysql_open_in(&conn, host, "u", "p", "d", 0, 0, 0))
    seconds = mysql_errno(conn);
  repool_mysql_close(conn);
  return (int)seconds;
}
