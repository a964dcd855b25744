#include "db.h"

int shelve(const char *url, const char *insert)
{
    PGconn *conn = PQconnectdb(url);

    if (!db_try(conn, insert))
        return -1;
    PQfinish(conn);
    return 0;
}
