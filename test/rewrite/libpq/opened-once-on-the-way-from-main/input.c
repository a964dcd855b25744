#include <libpq-fe.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

struct store {
    PGconn *conn;
};

static int open_store(struct store *store, const char *url)
{
    store->conn = PQconnectdb(url);
    return PQstatus(store->conn) == CONNECTION_OK;
}

static int tables_exist(const char *url)
{
    PGconn *conn = PQconnectdb(url);
    PGresult *result = PQexec(conn, "SELECT 1 FROM pg_class WHERE relname = 'visit'");
    int found = PQntuples(result);

    PQclear(result);
    PQfinish(conn);
    return found;
}

static int init(struct store *store, const char *url)
{
    return tables_exist(url) && open_store(store, url);
}

static void serve(struct store *store, int client)
{
    PQclear(PQexec(store->conn, "INSERT INTO visit DEFAULT VALUES"));
    close(client);
}

int main(int argc, char **argv)
{
    struct store store;
    int server = socket(AF_INET, SOCK_STREAM, 0);

    if (argc < 2 || !init(&store, argv[1]))
        return 1;
    listen(server, 16);
    for (;;)
        serve(&store, accept(server, NULL, NULL));
}
