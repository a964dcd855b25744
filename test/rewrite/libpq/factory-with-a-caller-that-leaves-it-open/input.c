#include <libpq-fe.h>
#include <stdlib.h>

static PGconn *open_db(void)
{
    return PQconnectdb(getenv("SHOP_DATABASE"));
}

int touch(void)
{
    PGconn *conn = open_db();

    PQclear(PQexec(conn, "UPDATE page SET touched = now()"));
    PQfinish(conn);
    return 0;
}

int count(int quick)
{
    PGconn *conn = open_db();
    PGresult *result;
    int n;

    if (quick)
        return 0;
    result = PQexec(conn, "SELECT 1 FROM page");
    n = PQntuples(result);
    PQclear(result);
    PQfinish(conn);
    return n;
}
