#include "db.h"

#include <stdio.h>
#include <stdlib.h>

PGconn *db_open(void)
{
    const char *url = getenv("SHOP_DATABASE");
    PGconn *conn = PQconnectdb(url ? url : "dbname=shop");

    if (PQstatus(conn) != CONNECTION_OK) {
        fprintf(stderr, "%s", PQerrorMessage(conn));
        PQfinish(conn);
        return NULL;
    }
    return conn;
}

void db_close(PGconn *conn)
{
    if (conn)
        PQfinish(conn);
}
