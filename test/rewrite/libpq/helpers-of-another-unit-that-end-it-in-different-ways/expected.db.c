#include "db.h"

#include <repool/pq.h>
#include <stdio.h>
#include <stdlib.h>

PGconn *db_open(void)
{
    PGconn *conn = repool_pq_open("dbname=shelf");

    if (PQstatus(conn) != CONNECTION_OK)
        db_die(conn);
    return conn;
}

/* Closes, and the process ends. */
void db_die(PGconn *conn)
{
    fprintf(stderr, "%s", PQerrorMessage(conn));
    repool_pq_close(conn);
    exit(1);
}

/* Closes only where the process ends. */
void db_check(PGconn *conn, PGresult *res)
{
    if (PQresultStatus(res) != PGRES_COMMAND_OK) {
        PQclear(res);
        repool_pq_close(conn);
        exit(2);
    }
    PQclear(res);
}

/* Closes on each path. */
void db_done(PGconn *conn)
{
    PGresult *res = PQexec(conn, "COMMIT");

    if (PQresultStatus(res) != PGRES_COMMAND_OK) {
        PQclear(res);
        db_die(conn);
    }
    PQclear(res);
    repool_pq_close(conn);
}
