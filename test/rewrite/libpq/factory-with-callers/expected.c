#include <libpq-fe.h>
#include <repool/pq.h>
#include <stdio.h>
#include <stdlib.h>

static PGconn *get_connection(void)
{
    const char *url = getenv("SHOP_DATABASE");
    PGconn *conn = repool_pq_open(url ? url : "dbname=shop");

    if (PQstatus(conn) != CONNECTION_OK) {
        fprintf(stderr, "%s", PQerrorMessage(conn));
        repool_pq_close(conn);
        return NULL;
    }
    return conn;
}

int add_article(const char *name)
{
    PGconn *conn = get_connection();

    if (!conn)
        return -1;
    PQclear(PQexecParams(conn, "INSERT INTO article VALUES ($1)", 1, NULL, &name, NULL, NULL, 0));
    repool_pq_close(conn);
    return 0;
}

int drop_article(const char *name)
{
    PGconn *conn = get_connection();

    if (!conn)
        return -1;
    PQclear(PQexecParams(conn, "DELETE FROM article WHERE name = $1", 1, NULL, &name, NULL, NULL, 0));
    repool_pq_close(conn);
    return 0;
}
