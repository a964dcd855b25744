#include <libpq-fe.h>

void visit(const char *url)
{
    PGconn *conn = PQconnectdb(url);

    PQclear(PQexec(conn, "INSERT INTO visit DEFAULT VALUES"));
    PQfinish(conn);
}
