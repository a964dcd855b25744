#include <libpq-fe.h>

static PGconn *open_db(const char *url)
{
    return PQconnectdb(url);
}

int main(int argc, char **argv)
{
    PGconn *conn = open_db(argc > 1 ? argv[1] : "");

    PQclear(PQexec(conn, "VACUUM"));
    PQfinish(conn);
    return 0;
}
