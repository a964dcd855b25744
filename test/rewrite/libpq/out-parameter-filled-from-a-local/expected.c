#include <libpq-fe.h>
#include <repool/pq.h>

static int open_db(PGconn **out)
{
    PGconn *conn = repool_pq_open("dbname=shop");

    if (PQstatus(conn) != CONNECTION_OK) {
        repool_pq_close(conn);
        return -1;
    }
    *out = conn;
    return 0;
}

int touch(void)
{
    PGconn *conn = NULL;

    if (open_db(&conn) < 0)
        return -1;
    PQclear(PQexec(conn, "UPDATE page SET touched = now()"));
    repool_pq_close(conn);
    return 0;
}
