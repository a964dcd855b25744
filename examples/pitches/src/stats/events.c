#include "stats/events.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void complain(PGconn *conn, const char *what)
{
	fprintf(stderr, "events: %s: %s", what, PQerrorMessage(conn));
}

static int command(PGconn *conn, const char *sql)
{
	PGresult *res = PQexec(conn, sql);
	int ok = PQresultStatus(res) == PGRES_COMMAND_OK;

	if (!ok)
		complain(conn, sql);
	PQclear(res);
	return ok;
}

int event_record(const char *url, int pitch, const char *kind, const char *source)
{
	char id[16];
	const char *values[3] = {id, kind, source};
	PGconn *conn;
	PGresult *res;
	const char *state;
	int rc = 0;

	snprintf(id, sizeof(id), "%d", pitch);
	conn = PQconnectdb(url);
	if (PQstatus(conn) != CONNECTION_OK) {
		complain(conn, "record");
		PQfinish(conn);
		return -1;
	}
	res = PQexecParams(conn, "INSERT INTO event (pitch_id, kind, source) VALUES ($1, $2, $3)",
	                   3, NULL, values, NULL, NULL, 0);
	if (PQresultStatus(res) != PGRES_COMMAND_OK) {
		state = PQresultErrorField(res, PG_DIAG_SQLSTATE);
		rc = state && !strncmp(state, "23", 2) ? 1 : -1;
	}
	PQclear(res);
	PQfinish(conn);
	return rc;
}

/* One prepared statement, executed for each day. */
int event_days(const char *url, int pitch, const char *from, struct event_day *days, int count)
{
	char id[16], offset[16];
	const char *values[3] = {id, from, offset};
	PGconn *conn = NULL;
	PGresult *res = NULL;
	int i, filled = -1;

	snprintf(id, sizeof(id), "%d", pitch);
	conn = PQconnectdb(url);
	if (PQstatus(conn) != CONNECTION_OK) {
		complain(conn, "days");
		goto out;
	}
	res = PQprepare(conn, "day",
	                "SELECT $2::date + $3::int, count(*) FILTER (WHERE kind = 'view'),"
	                " count(*) FILTER (WHERE kind = 'click') FROM event WHERE pitch_id = $1"
	                " AND happened_at >= ($2::date + $3::int) AT TIME ZONE 'UTC'"
	                " AND happened_at < ($2::date + $3::int + 1) AT TIME ZONE 'UTC'",
	                3, NULL);
	if (PQresultStatus(res) != PGRES_COMMAND_OK) {
		complain(conn, "days");
		goto out;
	}
	for (i = 0; i < count; i++) {
		snprintf(offset, sizeof(offset), "%d", i);
		PQclear(res);
		res = PQexecPrepared(conn, "day", 3, values, NULL, NULL, 0);
		if (PQresultStatus(res) != PGRES_TUPLES_OK) {
			complain(conn, "days");
			goto out;
		}
		snprintf(days[i].day, sizeof(days[i].day), "%s", PQgetvalue(res, 0, 0));
		days[i].views = atoi(PQgetvalue(res, 0, 1));
		days[i].clicks = atoi(PQgetvalue(res, 0, 2));
	}
	filled = count;

out:
	if (res)
		PQclear(res);
	if (conn)
		PQfinish(conn);
	return filled;
}

int event_rollup(const char *url, const char *day)
{
	PGconn *conn = PQconnectdb(url);
	PGresult *res;
	int count = -1;

	if (PQstatus(conn) == CONNECTION_OK) {
		if (command(conn, "SET TIME ZONE 'UTC'") && command(conn, "BEGIN")) {
			PQclear(PQexecParams(conn, "DELETE FROM daily WHERE day = $1", 1, NULL,
			                     &day, NULL, NULL, 0));
			res = PQexecParams(conn,
			                   "INSERT INTO daily SELECT happened_at::date, pitch_id,"
			                   " count(*) FILTER (WHERE kind = 'view'),"
			                   " count(*) FILTER (WHERE kind = 'click') FROM event"
			                   " WHERE happened_at::date = $1 GROUP BY 1, 2",
			                   1, NULL, &day, NULL, NULL, 0);
			if (PQresultStatus(res) == PGRES_COMMAND_OK && command(conn, "COMMIT"))
				count = atoi(PQcmdTuples(res));
			PQclear(res);
		}
	}
	PQfinish(conn);
	return count;
}
