#include <libpq-fe.h>
#include <repool/pq.h>
#include <stdlib.h>

long page_views(const char *url, const char *page)
{
    PGconn *conn = NULL;
    PGresult *res = NULL;
    long views = -1;

    conn = repool_pq_open(url);
    if (PQstatus(conn) != CONNECTION_OK)
        goto end;
    res = PQexecParams(conn, "SELECT views FROM page WHERE path = $1", 1, NULL, &page, NULL, NULL, 0);
    if (PQntuples(res) != 1)
        goto end;
    views = strtol(PQgetvalue(res, 0, 0), NULL, 10);

end:
    if (res)
        PQclear(res);
    if (conn)
        repool_pq_close(conn);
    return views;
}
