#include "end.h"

#include <stdio.h>

int end(PGconn *conn, int code)
{
    if (code)
        fprintf(stderr, "%s", PQerrorMessage(conn));
    PQfinish(conn);
    return code;
}
