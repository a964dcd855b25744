#include "db.h"

#include <stdio.h>
#include <stdlib.h>

PGconn *db_open(void)
{
    PGconn *conn = PQconnectdb("dbname=shelf");

    if (PQstatus(conn) != CONNECTION_OK)
        db_die(conn);
    return conn;
}

/* Closes, and the process ends. */
void db_die(PGconn *conn)
{
    fprintf(stderr, "%s", PQerrorMessage(conn));
    PQfinish(conn);
    exit(1);
}

/* Closes only where the process ends. */
void db_check(PGconn *conn, PGresult *res)
{
    if (PQresultStatus(res) != PGRES_COMMAND_OK) {
        PQclear(res);
        PQfinish(conn);
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
    PQfinish(conn);
}
