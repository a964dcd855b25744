#include <libpq-fe.h>
#include <repool/pq.h>
#include <stdio.h>

int print_names(const char *url)
{
    int printed = 0;
    PGconn *conn = repool_pq_open(url);

    if (conn != NULL) {
        if (PQstatus(conn) == CONNECTION_OK) {
            PGresult *res = PQexec(conn, "SELECT name FROM person ORDER BY name");

            if (PQresultStatus(res) == PGRES_TUPLES_OK) {
                for (; printed < PQntuples(res); printed++)
                    puts(PQgetvalue(res, printed, 0));
            }
            PQclear(res);
        }
        repool_pq_close(conn);
    }
    return printed;
}
