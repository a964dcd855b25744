#include "db.h"

void shelve(const char *insert)
{
    PGconn *conn = db_open();
    PGresult *res;

    db_check(conn, PQexec(conn, "BEGIN"));
    res = PQexec(conn, insert);
    if (PQresultStatus(res) != PGRES_COMMAND_OK) {
        PQclear(res);
        db_die(conn);
    }
    PQclear(res);
    db_done(conn);
}
