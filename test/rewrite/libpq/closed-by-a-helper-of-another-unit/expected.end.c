#include "end.h"

#include <repool/pq.h>
#include <stdio.h>

int end(PGconn *conn, int code)
{
    if (code)
        fprintf(stderr, "%s", PQerrorMessage(conn));
    repool_pq_close(conn);
    return code;
}
