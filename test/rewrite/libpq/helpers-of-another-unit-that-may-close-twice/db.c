#include "db.h"

#include <stdio.h>

PGconn *db_open(void) { return PQconnectdb("dbname=shelf"); }

/* Closes, and goes on. */
void db_fail(PGconn *conn)
{
    fprintf(stderr, "%s", PQerrorMessage(conn));
    PQfinish(conn);
}

void db_done(PGconn *conn) { PQfinish(conn); }
