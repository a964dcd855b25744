#include <libpq-fe.h>
#include <stdlib.h>

int capitals(const char *url)
{
    PGconn *conn = PQconnectdb(url);
    PGresult *res;
    int n;

    if (PQstatus(conn) != CONNECTION_OK)
        return -1;
    res = PQexec(conn, "SELECT count(capital) FROM country");
    n = atoi(PQgetvalue(res, 0, 0));
    PQclear(res);
    PQfinish(conn);
    return n;
}
