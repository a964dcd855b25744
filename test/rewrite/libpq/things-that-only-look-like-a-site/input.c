#include <libpq-fe.h>
#include <stdio.h>

/* PGconn *conn = PQconnectdb("dbname=shop"); */
PGconn *connect_shop(void);

// conn = PQconnectdb(url);
void usage(void) { puts("connects with PQconnectdb(url) and ends with PQfinish(conn)"); }

int pings(const char *url) { return PQping(url) == PQPING_OK; }
