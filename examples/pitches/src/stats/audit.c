#include "stats/audit.h"

#include "stats/store.h"

#include <stdio.h>
#include <stdlib.h>

int audit_write(const char *url, int actor, const char *action, const char *subject)
{
	char who[16];
	const char *values[3] = {who, action, subject};
	PGconn *conn = store_open(url);
	PGresult *res;
	int rc;

	if (!conn)
		return -1;
	snprintf(who, sizeof(who), "%d", actor);
	res = PQexecParams(conn, "INSERT INTO audit (actor, action, subject) VALUES ($1, $2, $3)",
	                   3, NULL, values, NULL, NULL, 0);
	rc = PQresultStatus(res) == PGRES_COMMAND_OK ? 0 : -1;
	PQclear(res);
	store_close(conn);
	return rc;
}

int audit_read(const char *url, int limit, audit_reader reader, void *context)
{
	char sql[128];
	PGconn *conn = store_open(url);
	PGresult *res;
	int i, count = -1;

	if (!conn)
		return -1;
	snprintf(sql, sizeof(sql),
	         "SELECT actor, action, subject FROM audit ORDER BY id DESC LIMIT %d", limit);
	res = PQexec(conn, sql);
	if (PQresultStatus(res) == PGRES_TUPLES_OK) {
		count = PQntuples(res);
		for (i = 0; i < count; i++)
			reader(context, atoi(PQgetvalue(res, i, 0)), PQgetvalue(res, i, 1),
			       PQgetvalue(res, i, 2));
	}
	PQclear(res);
	store_close(conn);
	return count;
}
