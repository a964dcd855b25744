#include <libpq-fe.h>
#include <repool/pq.h>

static int ok(PGresult *res)
{
    ExecStatusType status = PQresultStatus(res);

    PQclear(res);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

int pay(const char *url, const char *cents)
{
    PGconn *conn = repool_pq_open(url);
    int rc = -1;

    if (PQstatus(conn) != CONNECTION_OK) {
        repool_pq_close(conn);
        return rc;
    }
    if (ok(PQexec(conn, "BEGIN")) &&
        ok(PQexecParams(conn, "UPDATE account SET cents = cents - $1 WHERE id = 1", 1, NULL, &cents, NULL, NULL, 0)) &&
        ok(PQexecParams(conn, "UPDATE account SET cents = cents + $1 WHERE id = 2", 1, NULL, &cents, NULL, NULL, 0)) &&
        ok(PQexec(conn, "COMMIT")))
        rc = 0;
    repool_pq_close(conn);
    return rc;
}
