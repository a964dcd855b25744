#include <libpq-fe.h>
#include <repool/pq.h>
#include <stdio.h>

int store_reading(const char *url, const char *sensor, const char *value)
{
    PGconn *conn = repool_pq_open(url);
    const char *params[2];
    PGresult *res;

    if (PQstatus(conn) != CONNECTION_OK) {
        fprintf(stderr, "connect: %s", PQerrorMessage(conn));
        repool_pq_close(conn);
        return 1;
    }
    params[0] = sensor;
    params[1] = value;
    res = PQexecParams(conn, "INSERT INTO reading VALUES ($1, $2)", 2, NULL, params, NULL, NULL, 0);
    if (PQresultStatus(res) != PGRES_COMMAND_OK) {
        fprintf(stderr, "insert: %s", PQerrorMessage(conn));
        PQclear(res);
        repool_pq_close(conn);
        return 2;
    }
    PQclear(res);
    repool_pq_close(conn);
    return 0;
}
