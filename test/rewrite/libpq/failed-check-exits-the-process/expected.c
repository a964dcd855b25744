#include <libpq-fe.h>
#include <repool/pq.h>
#include <stdio.h>
#include <stdlib.h>

static void die(PGconn *conn)
{
    fprintf(stderr, "%s", PQerrorMessage(conn));
    repool_pq_close(conn);
    exit(1);
}

void log_start(const char *url)
{
    PGconn *conn = repool_pq_open(url);
    PGresult *res;

    if (PQstatus(conn) != CONNECTION_OK)
        die(conn);
    res = PQexec(conn, "INSERT INTO start DEFAULT VALUES");
    if (PQresultStatus(res) != PGRES_COMMAND_OK) {
        PQclear(res);
        die(conn);
    }
    PQclear(res);
    repool_pq_close(conn);
}
