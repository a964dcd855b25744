#include <libpq-fe.h>
#include <repool/pq.h>
#include <stddef.h>

int open_db(const char *url, PGconn **out)
{
    *out = repool_pq_open(url);
    if (PQstatus(*out) != CONNECTION_OK) {
        repool_pq_close(*out);
        *out = NULL;
        return -1;
    }
    return 0;
}

int touch(const char *url)
{
    PGconn *conn;

    if (open_db(url, &conn) != 0)
        return -1;
    PQclear(PQexec(conn, "UPDATE page SET touched = now()"));
    repool_pq_close(conn);
    return 0;
}
