#include <libpq-fe.h>

static PGconn *conn;

int db_start(const char *url)
{
    conn = PQconnectdb(url);
    return PQstatus(conn) == CONNECTION_OK ? 0 : -1;
}

int db_rows(void)
{
    PGresult *res = PQexec(conn, "SELECT 1");
    int n = PQntuples(res);

    PQclear(res);
    return n;
}

void db_stop(void) { PQfinish(conn); }
