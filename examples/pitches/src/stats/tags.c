#include "stats/tags.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The values of a statement about a pitch, a tag and the pitch's owner. */
struct tagging {
	char pitch[16];
	char owner[16];
	const char *values[3];
};

static void fill(struct tagging *t, int pitch, int owner, const char *name)
{
	snprintf(t->pitch, sizeof(t->pitch), "%d", pitch);
	snprintf(t->owner, sizeof(t->owner), "%d", owner);
	t->values[0] = t->pitch;
	t->values[1] = name;
	t->values[2] = t->owner;
}

/* What a statement came to; its result and its connection are done with. */
static enum tag_result finish(PGconn *conn, PGresult *res)
{
	enum tag_result result = TAG_FAILED;

	if (PQresultStatus(res) == PGRES_COMMAND_OK)
		result = strcmp(PQcmdTuples(res), "0") ? TAG_DONE : TAG_MISSING;
	PQclear(res);
	PQfinish(conn);
	return result;
}

enum tag_result tag_list(const char *url, tag_reader reader, void *context)
{
	PGconn *conn = PQconnectdb(url);
	PGresult *res = NULL;
	enum tag_result result = TAG_FAILED;
	int i;

	if (PQstatus(conn) != CONNECTION_OK)
		goto out;
	res = PQexec(conn,
	             "SELECT t.name, count(pt.pitch_id) FROM tag t"
	             " LEFT JOIN pitch_tag pt ON pt.tag_id = t.id GROUP BY t.name ORDER BY t.name");
	if (PQresultStatus(res) != PGRES_TUPLES_OK)
		goto out;
	for (i = 0; i < PQntuples(res); i++)
		reader(context, PQgetvalue(res, i, 0), atoi(PQgetvalue(res, i, 1)));
	result = TAG_DONE;
out:
	PQclear(res);
	PQfinish(conn);
	return result;
}

enum tag_result tag_add(const char *url, int pitch, int owner, const char *name)
{
	struct tagging t;
	PGconn *conn;
	PGresult *res;

	fill(&t, pitch, owner, name);
	conn = PQconnectdb(url);
	if (PQstatus(conn) != CONNECTION_OK) {
		PQfinish(conn);
		return TAG_FAILED;
	}
	PQclear(PQexecParams(conn, "INSERT INTO tag (name) VALUES ($1) ON CONFLICT DO NOTHING", 1,
	                     NULL, &name, NULL, NULL, 0));
	res = PQexecParams(conn,
	                   "INSERT INTO pitch_tag SELECT p.id, t.id FROM pitch p, tag t"
	                   " WHERE p.id = $1 AND t.name = $2 AND p.account_id = $3"
	                   " ON CONFLICT (pitch_id, tag_id) DO UPDATE SET tag_id = excluded.tag_id",
	                   3, NULL, t.values, NULL, NULL, 0);
	return finish(conn, res);
}

enum tag_result tag_remove(const char *url, int pitch, int owner, const char *name)
{
	struct tagging t;
	PGconn *conn = PQconnectdb(url);
	PGresult *res;

	fill(&t, pitch, owner, name);
	if (PQstatus(conn) != CONNECTION_OK) {
		PQfinish(conn);
		return TAG_FAILED;
	}
	res = PQexecParams(conn,
	                   "DELETE FROM pitch_tag USING pitch p, tag t"
	                   " WHERE pitch_id = p.id AND tag_id = t.id AND p.id = $1"
	                   " AND t.name = $2 AND p.account_id = $3",
	                   3, NULL, t.values, NULL, NULL, 0);
	return finish(conn, res);
}
