#include "db.h"

#include <repool/pq.h>
#include <stdio.h>
#include <stdlib.h>

PGconn *db_open(void)
{
    const char *url = getenv("SHOP_DATABASE");
    PGconn *conn = repool_pq_open(url ? url : "dbname=shop");

    if (PQstatus(conn) != CONNECTION_OK) {
        fprintf(stderr, "%s", PQerrorMessage(conn));
        repool_pq_close(conn);
        return NULL;
    }
    return conn;
}

void db_close(PGconn *conn)
{
    if (conn)
        repool_pq_close(conn);
}
