#include "db.h"

/* Leaves the connection closed or open; its value says which, to those who read the comment. */
int db_try(PGconn *conn, const char *sql)
{
    PGresult *res = PQexec(conn, sql);
    int ok = PQresultStatus(res) == PGRES_COMMAND_OK;

    PQclear(res);
    if (!ok)
        PQfinish(conn);
    return ok;
}
