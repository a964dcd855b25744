#include <libpq-fe.h>
#include <stdio.h>

/* Closes on every path, and then asks what it closed for the text of the failure. */
static int end(PGconn *conn, PGresult *res)
{
    int ok = PQresultStatus(res) == PGRES_TUPLES_OK;

    PQclear(res);
    PQfinish(conn);
    if (!ok)
        fprintf(stderr, "%s", PQerrorMessage(conn));
    return ok;
}

int shelves(const char *url)
{
    PGconn *conn = PQconnectdb(url);

    return end(conn, PQexec(conn, "SELECT count(*) FROM shelf"));
}
