#include "end.h"

int touch(const char *url)
{
    PGconn *conn = PQconnectdb(url);

    if (PQstatus(conn) != CONNECTION_OK)
        return end(conn, 1);
    PQclear(PQexec(conn, "UPDATE page SET touched = now()"));
    return end(conn, 0);
}
