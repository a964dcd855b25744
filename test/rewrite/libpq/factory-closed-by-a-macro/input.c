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

#define CLOSE(c) do { PQfinish(c); (c) = NULL; } while (0)

void reset(void)
{
    PGconn *conn = open_db();

    PQclear(PQexec(conn, "TRUNCATE page"));
    CLOSE(conn);
}
