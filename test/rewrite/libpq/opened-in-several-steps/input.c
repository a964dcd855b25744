#include <libpq-fe.h>

int ping_slowly(const char *url)
{
    PGconn *conn = PQconnectStart(url);
    PostgresPollingStatusType state = PGRES_POLLING_WRITING;
    int ok;

    while (conn && state != PGRES_POLLING_OK && state != PGRES_POLLING_FAILED)
        state = PQconnectPoll(conn);
    PQclear(PQexec(conn, "SELECT 1"));
    ok = PQstatus(conn) == CONNECTION_OK;
    PQfinish(conn);
    return ok;
}
