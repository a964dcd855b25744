#include <libpq-fe.h>
#include <stdio.h>

int main(void)
{
    PGconn *conn = PQconnectdb("dbname=shop");
    PGresult *res;

    if (PQstatus(conn) != CONNECTION_OK) {
        PQfinish(conn);
        return 1;
    }
    res = PQexec(conn, "SELECT name FROM article");
    printf("%d\n", PQntuples(res));
    PQclear(res);
    PQfinish(conn);
    return 0;
}
