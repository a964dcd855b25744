#include <libpq-fe.h>

struct source {
    const char *url;
    int persistent;
    PGconn *conn;
};

void source_open(struct source *s)
{
    if (s->persistent && s->conn)
        return;
    s->conn = PQconnectdb(s->url);
}

void source_close(struct source *s)
{
    if (s->persistent)
        return;
    PQfinish(s->conn);
    s->conn = 0;
}

int source_rows(struct source *s)
{
    PGresult *res;
    int n;

    source_open(s);
    res = PQexec(s->conn, "SELECT pid FROM pg_stat_activity");
    n = PQntuples(res);
    PQclear(res);
    source_close(s);
    return n;
}
