#include <libpq-fe.h>

void rotate(const char *host, const char *database)
{
    const char *keys[] = {"host", "dbname", NULL};
    const char *values[] = {host, database, NULL};
    PGconn *conn = PQconnectdbParams(keys, values, 0);

    PQclear(PQexec(conn, "SELECT rotate_log()"));
    PQfinish(conn);
}
