#include "db.h"
#include <repool/pq.h>

int guests(const char *url)
{
    PGconn *conn = repool_pq_open(url);
    int n = db_number(conn, "SELECT count(*) FROM guest");

    repool_pq_close(conn);
    return n;
}
