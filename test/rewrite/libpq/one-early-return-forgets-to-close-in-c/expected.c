#include <libpq-fe.h>
#include <repool/pq.h>
#include <stdlib.h>

int capitals(const char *url)
{
    PGconn *conn = repool_pq_open(url);
    PGresult *res;
    int n;

    if (PQstatus(conn) != CONNECTION_OK)
        return -1;
    res = PQexec(conn, "SELECT count(capital) FROM country");
    n = atoi(PQgetvalue(res, 0, 0));
    PQclear(res);
    repool_pq_close(conn);
    return n;
}
