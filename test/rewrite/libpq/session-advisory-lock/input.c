#include <libpq-fe.h>

int run_alone(const char *url)
{
    PGconn *conn = PQconnectdb(url);

    PQclear(PQexec(conn, "SELECT pg_advisory_lock(42)"));
    PQclear(PQexec(conn, "UPDATE counter SET n = n + 1"));
    PQfinish(conn);
    return 0;
}
