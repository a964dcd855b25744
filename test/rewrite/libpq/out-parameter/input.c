#include <libpq-fe.h>
#include <stddef.h>

int open_db(const char *url, PGconn **out)
{
    *out = PQconnectdb(url);
    if (PQstatus(*out) != CONNECTION_OK) {
        PQfinish(*out);
        *out = NULL;
        return -1;
    }
    return 0;
}

int touch(const char *url)
{
    PGconn *conn;

    if (open_db(url, &conn) != 0)
        return -1;
    PQclear(PQexec(conn, "UPDATE page SET touched = now()"));
    PQfinish(conn);
    return 0;
}
