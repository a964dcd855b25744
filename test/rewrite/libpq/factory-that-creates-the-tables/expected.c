#include <libpq-fe.h>
#include <repool/pq.h>

PGconn *open_store(const char *url)
{
    PGconn *conn = repool_pq_open(url);

    if (PQstatus(conn) == CONNECTION_OK) {
        PQclear(PQexec(conn, "CREATE TABLE IF NOT EXISTS item (name text)"));
        PQclear(PQexec(conn, "CREATE TABLE IF NOT EXISTS tag (name text)"));
    }
    return conn;
}

void add_item(const char *url, const char *name)
{
    PGconn *conn = open_store(url);

    PQclear(PQexecParams(conn, "INSERT INTO item VALUES ($1)", 1, 0, &name, 0, 0, 0));
    repool_pq_close(conn);
}
