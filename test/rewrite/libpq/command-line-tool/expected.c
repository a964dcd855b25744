#include <libpq-fe.h>
#include <repool/pq.h>
#include <stdio.h>
#include <string.h>

static int count(const char *url)
{
    PGconn *conn = PQconnectdb(url);
    PGresult *result = PQexec(conn, "SELECT count(*) FROM visit");

    if (PQresultStatus(result) == PGRES_TUPLES_OK)
        printf("%s\n", PQgetvalue(result, 0, 0));
    PQclear(result);
    PQfinish(conn);
    return 0;
}

static int forget(const char *url)
{
    PGconn *conn = PQconnectdb(url);

    PQclear(PQexec(conn, "DELETE FROM visit"));
    PQfinish(conn);
    return 0;
}

static int import(const char *url, const char *name)
{
    PGconn *conn = repool_pq_open(url);
    const char *values[] = {name};

    PQclear(PQexecParams(conn, "INSERT INTO visit VALUES ($1)", 1, NULL, values, NULL, NULL, 0));
    repool_pq_close(conn);
    return 0;
}

static const struct command {
    const char *name;
    int (*run)(const char *url);
} commands[] = {{"count", count}, {"forget", forget}};

int main(int argc, char **argv)
{
    if (argc < 3)
        return 2;
    for (unsigned i = 0; i < sizeof commands / sizeof *commands; i++)
        if (strcmp(argv[1], commands[i].name) == 0)
            return commands[i].run(argv[2]);
    for (int i = 3; i < argc; i++)
        import(argv[2], argv[i]);
    return 0;
}
