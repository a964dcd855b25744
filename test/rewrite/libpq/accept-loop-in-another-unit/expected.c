#include "handle.h"

#include <libpq-fe.h>
#include <repool/pq.h>

int handle(const char *url)
{
    PGconn *conn = repool_pq_open(url);
    PGresult *result = PQexec(conn, "INSERT INTO visit DEFAULT VALUES");
    int failed = PQresultStatus(result) != PGRES_COMMAND_OK;

    PQclear(result);
    repool_pq_close(conn);
    return failed;
}

int prepare(const char *url)
{
    PGconn *conn = PQconnectdb(url);
    PGresult *result = PQexec(conn, "CREATE TABLE IF NOT EXISTS visit (id SERIAL)");
    int failed = PQresultStatus(result) != PGRES_COMMAND_OK;

    PQclear(result);
    PQfinish(conn);
    return failed;
}
