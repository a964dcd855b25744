#include "db.h"

int add_article(const char *name)
{
    PGconn *conn = db_open();

    if (!conn)
        return -1;
    PQclear(PQexecParams(conn, "INSERT INTO article VALUES ($1)", 1, NULL, &name, NULL, NULL, 0));
    db_close(conn);
    return 0;
}

int drop_article(const char *name)
{
    PGconn *conn = db_open();

    if (!conn)
        return -1;
    PQclear(PQexecParams(conn, "DELETE FROM article WHERE name = $1", 1, NULL, &name, NULL, NULL, 0));
    PQfinish(conn);
    return 0;
}
