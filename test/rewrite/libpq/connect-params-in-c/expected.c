#include <libpq-fe.h>
#include <repool/pq.h>

void rotate(const char *host, const char *database)
{
    const char *keys[] = {"host", "dbname", NULL};
    const char *values[] = {host, database, NULL};
    PGconn *conn = repool_pq_open_params(keys, values, 0);

    PQclear(PQexec(conn, "SELECT rotate_log()"));
    repool_pq_close(conn);
}
