#include <libpq-fe.h>
#include <stdlib.h>

static PGconn *open_db(void)
{
    return PQconnectdb(getenv("SHOP_DATABASE"));
}

int touch(void)
{
    PGconn *conn = open_db();

    PQclear(PQexec(conn, "UPDATE page SET touched = now()"));
    PQfinish(conn);
    return 0;
}

void discard(PGconn *conn)
{
#ifdef KEEP_NOTHING
    PQfinish(conn);
#else
    (void)conn;
#endif
}
