#include <libpq-fe.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static void query(const char *url)
{
    PGconn *conn = PQconnectdb(url);

    PQclear(PQexec(conn, "INSERT INTO visit DEFAULT VALUES"));
    PQfinish(conn);
}

static void serve(int client, const char *url)
{
    query(url);
    close(client);
}

static void statistics(const char *url)
{
    PGconn *conn = PQconnectdb(url);

    PQclear(PQexec(conn, "UPDATE statistics SET clients = clients + 1"));
    PQfinish(conn);
}

int main(int argc, char **argv)
{
    int server = socket(AF_INET, SOCK_STREAM, 0);

    if (argc < 2)
        return 2;
    listen(server, 16);
    for (;;) {
        int client = accept(server, NULL, NULL);
        pid_t child = fork();

        if (child == 0) {
            serve(client, argv[1]);
            exit(0);
        }
        close(client);
        statistics(argv[1]);
    }
}
