#include <libpq-fe.h>

struct backend {
    void *(*open)(const char *url);
    void (*close)(void *conn);
    int (*rows)(void *conn, const char *sql);
};

static void *pg_open(const char *url) { return PQconnectdb(url); }

static void pg_close(void *conn) { PQfinish(conn); }

static int pg_rows(void *conn, const char *sql)
{
    PGresult *res = PQexec(conn, sql);
    int n = PQntuples(res);

    PQclear(res);
    return n;
}

const struct backend postgres = {pg_open, pg_close, pg_rows};
