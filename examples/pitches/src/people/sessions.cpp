// Log in and out. The tokens are made by the database.

#include "http.h"
#include "routes.h"

#include <libpq-fe.h>

#include <cstdio>
#include <cstdlib>
#include <vector>

// NULL if the database cannot be reached; else the caller closes it.
static PGconn *openDatabase() {
    const char *url = getenv("DATABASE_URL");
    PGconn *conn = PQconnectdb(url ? url : "postgresql://127.0.0.1/pitches");
    if (PQstatus(conn) != CONNECTION_OK) {
        fprintf(stderr, "sessions: %s", PQerrorMessage(conn));
        PQfinish(conn);
        return nullptr;
    }
    return conn;
}

static PGresult *run(PGconn *conn, const char *sql, const std::vector<std::string> &arguments) {
    std::vector<const char *> values;
    for (const std::string &argument : arguments)
        values.push_back(argument.c_str());
    return PQexecParams(conn, sql, (int)values.size(), nullptr, values.data(), nullptr, nullptr, 0);
}

static void logIn(const httplib::Request &req, httplib::Response &resp) {
    std::optional<Fields> body = readFields(req, resp);
    if (!body)
        return;
    if (!body->has("email") || !body->has("password")) {
        fail(resp, 422, "address and password, please");
        return;
    }
    PGconn *conn = openDatabase();
    if (!conn) {
        fail(resp, 503, "no database");
        return;
    }
    PGresult *account = run(conn,
                            "SELECT id, name, state FROM account"
                            " WHERE email = $1 AND password = md5($1 || $2)",
                            {body->text("email"), body->text("password")});
    if (PQntuples(account) == 0) {
        PQclear(account);
        PQfinish(conn);
        fail(resp, 401, "wrong address or password");
        return;
    }
    std::string id = PQgetvalue(account, 0, 0), name = PQgetvalue(account, 0, 1);
    bool active = std::string(PQgetvalue(account, 0, 2)) == "active";
    PQclear(account);
    if (!active) {
        PQfinish(conn);
        fail(resp, 403, "this account is closed");
        return;
    }
    PGresult *session = run(conn,
                            "INSERT INTO session (account_id, agent) VALUES ($1, $2)"
                            " RETURNING token",
                            {id, req.get_header_value("User-Agent")});
    if (PQresultStatus(session) != PGRES_TUPLES_OK) {
        PQclear(session);
        PQfinish(conn);
        fail(resp, 500, "cannot log in");
        return;
    }
    std::string token = PQgetvalue(session, 0, 0);
    PQclear(session);
    PQclear(run(conn, "UPDATE account SET last_login = now() WHERE id = $1", {id}));
    PQfinish(conn);
    resp.set_header("Cache-Control", "no-store");
    reply(resp, 201, Json().open('{').field("token", token).field("name", name).close('}'));
}

static void logOut(const httplib::Request &req, httplib::Response &resp) {
    std::string header = req.get_header_value("Authorization");
    if (!authenticate(req, resp))
        return;
    PGconn *conn = openDatabase();
    if (!conn) {
        fail(resp, 503, "no database");
        return;
    }
    PQclear(run(conn, "DELETE FROM session WHERE token = $1", {header.substr(7)}));
    PQfinish(conn);
    resp.status = 204;
}

static void listSessions(const httplib::Request &req, httplib::Response &resp) {
    std::optional<Caller> me = authenticate(req, resp);
    if (!me)
        return;
    PGconn *conn = openDatabase();
    if (!conn)
        return fail(resp, 503, "no database");
    PGresult *rows = run(conn,
                         "SELECT agent, expires_at > now() FROM session WHERE account_id = $1"
                         " ORDER BY created_at",
                         {std::to_string(me->id)});
    Json out;
    out.open('[');
    for (int i = 0; i < PQntuples(rows); ++i)
        out.open('{')
            .field("agent", PQgetvalue(rows, i, 0))
            .field("valid", PQgetvalue(rows, i, 1)[0] == 't')
            .close('}');
    out.close(']');
    PQclear(rows);
    PQfinish(conn);
    reply(resp, 200, out);
}

void addSessions(httplib::Server &server) {
    server.Post("/api/login", logIn);
    server.Post("/api/logout", logOut);
    server.Get("/api/sessions", listSessions);
}
