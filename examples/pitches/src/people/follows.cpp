// Who follows whom.

#include "config.h"
#include "http.h"
#include "routes.h"

#include <libpq-fe.h>

#include <cstdlib>
#include <cstring>

// One connection for the life of an operation. Fills in *out; if it cannot, *out is NULL.
static bool dial(PGconn **out) {
    *out = PQconnectdb(config().database.c_str());
    if (PQstatus(*out) != CONNECTION_OK) {
        PQfinish(*out);
        *out = NULL;
        return false;
    }
    return true;
}

static void follow(const httplib::Request &req, httplib::Response &resp) {
    std::optional<Caller> me = authenticate(req, resp);
    if (!me)
        return;
    if (me->id == pathNumber(req))
        return fail(resp, 422, "you cannot follow yourself");
    PGconn *conn;
    if (!dial(&conn))
        return fail(resp, 503, "no database");
    char follower[16], followed[16];
    snprintf(follower, sizeof follower, "%d", me->id);
    snprintf(followed, sizeof followed, "%d", pathNumber(req));
    const char *pair[] = {follower, followed};
    PGresult *res = PQexecParams(conn,
                                 "INSERT INTO follow (follower_id, followed_id)"
                                 " VALUES ($1, $2) ON CONFLICT DO NOTHING",
                                 2, NULL, pair, NULL, NULL, 0);
    const char *state = PQresultErrorField(res, PG_DIAG_SQLSTATE);
    bool missing = state && !strcmp(state, "23503"); // a foreign key's other end
    bool isNew = !state && !strcmp(PQcmdTuples(res), "1");
    bool failed = state && !missing;
    PQclear(res);
    if (isNew) {
        const char *note[] = {followed, me->name.c_str()};
        PQclear(PQexecParams(conn,
                             "INSERT INTO notification (account_id, kind, subject)"
                             " VALUES ($1, 'follow', $2)",
                             2, NULL, note, NULL, NULL, 0));
    }
    PQfinish(conn);
    if (missing)
        fail(resp, 404, "no such account");
    else if (failed)
        fail(resp, 500, "cannot follow");
    else
        reply(resp, isNew ? 201 : 200, Json().open('{').field("following", true).close('}'));
}

static void unfollow(const httplib::Request &req, httplib::Response &resp) {
    std::optional<Caller> me = authenticate(req, resp);
    if (!me)
        return;
    PGconn *conn;
    if (!dial(&conn))
        return fail(resp, 503, "no database");
    std::string follower = std::to_string(me->id), followed = std::to_string(pathNumber(req));
    const char *pair[] = {follower.c_str(), followed.c_str()};
    PGresult *res =
        PQexecParams(conn, "DELETE FROM follow WHERE follower_id = $1 AND followed_id = $2", 2,
                     NULL, pair, NULL, NULL, 0);
    int gone = atoi(PQcmdTuples(res));
    PQclear(res);
    PQfinish(conn);
    if (gone)
        resp.status = 204;
    else
        fail(resp, 404, "you do not follow this account");
}

static void people(PGresult *res, httplib::Response &resp) {
    Json out;
    out.open('[');
    for (int i = 0; i < PQntuples(res); i++) {
        out.open('{').key("id").raw(PQgetvalue(res, i, 0));
        out.field("name", PQgetvalue(res, i, 1)).close('}');
    }
    reply(resp, 200, out.close(']'));
}

static void followers(const httplib::Request &req, httplib::Response &resp) {
    PGconn *conn;
    if (!dial(&conn))
        return fail(resp, 503, "no database");
    std::string id = std::to_string(pathNumber(req));
    const char *values[] = {id.c_str()};
    PGresult *res = PQexecParams(conn,
                                 "SELECT a.id, a.name FROM follow f"
                                 " JOIN account a ON a.id = f.follower_id"
                                 " WHERE f.followed_id = $1 AND a.state = 'active' ORDER BY a.id",
                                 1, NULL, values, NULL, NULL, 0);
    people(res, resp);
    PQclear(res);
    PQfinish(conn);
}

static void following(const httplib::Request &req, httplib::Response &resp) {
    PGconn *conn;
    if (!dial(&conn))
        return fail(resp, 503, "no database");
    std::string id = std::to_string(pathNumber(req));
    const char *values[] = {id.c_str()};
    PGresult *res = PQexecParams(conn,
                                 "SELECT a.id, a.name FROM follow f"
                                 " JOIN account a ON a.id = f.followed_id"
                                 " WHERE f.follower_id = $1 ORDER BY f.since, a.id",
                                 1, NULL, values, NULL, NULL, 0);
    people(res, resp);
    PQclear(res);
    PQfinish(conn);
}

void addFollows(httplib::Server &server) {
    server.Post(R"(/api/users/(\d{1,9})/follow)", follow);
    server.Delete(R"(/api/users/(\d{1,9})/follow)", unfollow);
    server.Get(R"(/api/users/(\d{1,9})/followers)", followers);
    server.Get(R"(/api/users/(\d{1,9})/following)", following);
}
