#include <libpq-fe.h>
#include <stdio.h>
#include <string.h>

int load(const char *url, FILE *in)
{
    char line[512];
    PGconn *conn = PQconnectdb(url);

    PQclear(PQexec(conn, "COPY reading FROM STDIN"));
    while (fgets(line, sizeof line, in))
        PQputCopyData(conn, line, (int)strlen(line));
    PQputCopyEnd(conn, NULL);
    PQclear(PQgetResult(conn));
    PQfinish(conn);
    return 0;
}
