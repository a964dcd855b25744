#include "db.h"

int guests(const char *url)
{
    PGconn *conn = PQconnectdb(url);
    int n = db_number(conn, "SELECT count(*) FROM guest");

    PQfinish(conn);
    return n;
}
