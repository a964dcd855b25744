#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void list(const char *url)
{
    PGconn *conn = PQconnectdb(url);
    PGresult *result = PQexec(conn, "SELECT name FROM lamp");

    for (int i = 0; i < PQntuples(result); i++)
        puts(PQgetvalue(result, i, 0));
    PQclear(result);
    PQfinish(conn);
}

static void off(const char *url)
{
    PGconn *conn = PQconnectdb(url);

    PQclear(PQexec(conn, "UPDATE lamp SET lit = false"));
    PQfinish(conn);
}

static void (*const actions[])(const char *) = {list, off};

int main(void)
{
    const char *query = getenv("QUERY_STRING");
    const char *url = getenv("DATABASE_URL");

    printf("Content-Type: text/plain\n\n");
    if (!query || !url)
        return 1;
    for (const char *letter = query; *letter; ++letter)
        actions[*letter == '0'](url);
    return 0;
}
