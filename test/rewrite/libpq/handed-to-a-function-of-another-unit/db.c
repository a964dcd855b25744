#include "db.h"

#include <stdlib.h>

int db_number(PGconn *conn, const char *sql)
{
    PGresult *res = PQexec(conn, sql);
    int n = PQresultStatus(res) == PGRES_TUPLES_OK ? atoi(PQgetvalue(res, 0, 0)) : -1;

    PQclear(res);
    return n;
}
