#include "end.h"
#include <repool/pq.h>

int touch(const char *url)
{
    PGconn *conn = repool_pq_open(url);

    if (PQstatus(conn) != CONNECTION_OK)
        return end(conn, 1);
    PQclear(PQexec(conn, "UPDATE page SET touched = now()"));
    return end(conn, 0);
}
