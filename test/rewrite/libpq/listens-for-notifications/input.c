#include <libpq-fe.h>
#include <stddef.h>

int wait_for_order(const char *url)
{
    PGconn *conn = PQconnectdb(url);
    PGnotify *note = NULL;

    PQclear(PQexec(conn, "LISTEN orders"));
    while (note == NULL && PQconsumeInput(conn))
        note = PQnotifies(conn);
    PQfreemem(note);
    PQfinish(conn);
    return note != NULL;
}
