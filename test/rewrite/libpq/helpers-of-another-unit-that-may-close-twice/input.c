#include "db.h"

void shelve(const char *insert)
{
    PGconn *conn = db_open();
    PGresult *res = PQexec(conn, insert);

    if (PQresultStatus(res) != PGRES_COMMAND_OK)
        db_fail(conn);
    PQclear(res);
    db_done(conn);
}
