#include <libpq-fe.h>
#include <repool/pq.h>

void clear_cart(const char *url, const char *cart)
{
    PGconn *conn;
    PGresult *res;

    conn = repool_pq_open(url);
    res = PQexecParams(conn, "DELETE FROM line WHERE cart = $1", 1, NULL, &cart, NULL, NULL, 0);
    PQclear(res);
    repool_pq_close(conn);
}
