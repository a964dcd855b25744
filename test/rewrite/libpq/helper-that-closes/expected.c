#include <libpq-fe.h>
#include <repool/pq.h>
#include <stdio.h>

static int fail(PGconn *conn, const char *what)
{
    fprintf(stderr, "%s: %s", what, PQerrorMessage(conn));
    repool_pq_close(conn);
    return -1;
}

int rename_person(const char *url, const char *name)
{
    PGconn *conn = repool_pq_open(url);
    PGresult *res;

    if (PQstatus(conn) != CONNECTION_OK)
        return fail(conn, "connect");
    res = PQexecParams(conn, "UPDATE person SET name = $1", 1, NULL, &name, NULL, NULL, 0);
    if (PQresultStatus(res) != PGRES_COMMAND_OK) {
        PQclear(res);
        return fail(conn, "update");
    }
    PQclear(res);
    repool_pq_close(conn);
    return 0;
}
