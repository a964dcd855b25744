#include "stats/store.h"

#include <stdio.h>

PGconn *store_open(const char *url)
{
	PGconn *conn = PQconnectdb(url);

	if (PQstatus(conn) != CONNECTION_OK) {
		fprintf(stderr, "store: %s", PQerrorMessage(conn));
		PQfinish(conn);
		return NULL;
	}
	return conn;
}

void store_close(PGconn *conn)
{
	if (conn)
		PQfinish(conn);
}
