#include <libpq-fe.h>

void clear_cart(const char *url, const char *cart)
{
    PGconn *conn;
    PGresult *res;

    conn = PQconnectdb(url);
    res = PQexecParams(conn, "DELETE FROM line WHERE cart = $1", 1, NULL, &cart, NULL, NULL, 0);
    PQclear(res);
    PQfinish(conn);
}
