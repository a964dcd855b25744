#include <libpq-fe.h>
#include <repool/pq.h>

static void visit(const char *url)
{
    PGconn *conn = repool_pq_open(url);

    PQclear(PQexec(conn, "INSERT INTO visit DEFAULT VALUES"));
    repool_pq_close(conn);
}

static void clean(const char *url)
{
    PGconn *conn = PQconnectdb(url);

    PQclear(PQexec(conn, "DELETE FROM visit"));
    PQfinish(conn);
}

int main(int argc, char **argv)
{
    if (argc < 2)
        return 2;
    visit(argv[1]);
    clean(argv[1]);
    return 0;
}
