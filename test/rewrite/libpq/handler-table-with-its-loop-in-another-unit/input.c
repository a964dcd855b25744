#include "routes.h"

#include <libpq-fe.h>

static int add(const char *url)
{
    PGconn *conn = PQconnectdb(url);
    PGresult *result = PQexec(conn, "INSERT INTO visit DEFAULT VALUES");
    int failed = PQresultStatus(result) != PGRES_COMMAND_OK;

    PQclear(result);
    PQfinish(conn);
    return failed ? 500 : 204;
}

static int drop(const char *url)
{
    PGconn *conn = PQconnectdb(url);
    PGresult *result = PQexec(conn, "DELETE FROM visit");
    int failed = PQresultStatus(result) != PGRES_COMMAND_OK;

    PQclear(result);
    PQfinish(conn);
    return failed ? 500 : 204;
}

const struct route routes[] = {{"/add", add}, {"/drop", drop}, {0, 0}};
