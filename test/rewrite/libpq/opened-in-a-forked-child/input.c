#include <libpq-fe.h>
#include <sys/wait.h>
#include <unistd.h>

int handle_in_child(const char *url)
{
    int status = 0;
    pid_t child = fork();

    if (child == 0) {
        PGconn *conn = PQconnectdb(url);

        PQclear(PQexec(conn, "INSERT INTO visit DEFAULT VALUES"));
        PQfinish(conn);
        _exit(0);
    }
    waitpid(child, &status, 0);
    return status;
}
