#include <libpq-fe.h>

int leak(const char *url)
{
    PGconn *conn = PQconnectdb(url);
    PGresult *res = PQexec(conn, "SELECT * FROM item");
    int n = PQntuples(res);

    PQclear(res);
    return n;
}
