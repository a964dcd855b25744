#include <libpq-fe.h>

int identify(const char *host)
{
    const char *keys[] = {"host", "replication", NULL};
    const char *values[] = {host, "database", NULL};
    PGconn *conn = PQconnectdbParams(keys, values, 0);
    PGresult *res = PQexec(conn, "IDENTIFY_SYSTEM");
    int n = PQntuples(res);

    PQclear(res);
    PQfinish(conn);
    return n;
}

int identify_literal(void)
{
    PGconn *conn = PQconnectdb("dbname=shop replication=database");
    PGresult *res = PQexec(conn, "IDENTIFY_SYSTEM");
    int n = PQntuples(res);

    PQclear(res);
    PQfinish(conn);
    return n;
}
