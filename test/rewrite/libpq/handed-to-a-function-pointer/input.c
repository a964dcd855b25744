#include <libpq-fe.h>

int with_connection(const char *url, int (*work)(PGconn *))
{
    PGconn *conn = PQconnectdb(url);
    int rc = work(conn);

    PQfinish(conn);
    return rc;
}
