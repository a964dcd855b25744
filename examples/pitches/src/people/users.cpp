// Accounts: register, list, change, close. The first file of the service.

#include "config.h"
#include "http.h"
#include "routes.h"

#include <libpq-fe.h>

#include <cstdio>
#include <cstdlib>

static bool isTaken(PGconn *conn, const std::string &email) {
    const char *values[] = {email.c_str()};
    PGresult *res = PQexecParams(conn, "SELECT 1 FROM account WHERE email = $1", 1, NULL, values,
                                 NULL, NULL, 0);
    bool taken = PQresultStatus(res) == PGRES_TUPLES_OK && PQntuples(res) > 0;
    PQclear(res);
    return taken;
}

static bool command(PGconn *conn, const char *sql) {
    PGresult *res = PQexec(conn, sql);
    bool ok = PQresultStatus(res) == PGRES_COMMAND_OK;
    PQclear(res);
    return ok;
}

static void registerUser(const httplib::Request &req, httplib::Response &resp) {
    std::optional<Fields> body = readFields(req, resp);
    if (!body)
        return;
    std::string email = body->text("email"), name = body->text("name");
    std::string password = body->text("password");
    std::string role = body->text("role", "user");
    if (email.find('@') == std::string::npos || name.empty()) {
        fail(resp, 422, "an account needs an address and a name");
        return;
    }
    if (password.size() < 6) {
        fail(resp, 422, "the password is too short");
        return;
    }
    if (role != "user" && role != "founder" && role != "investor") {
        fail(resp, 422, "no such role");
        return;
    }

    PGconn *conn = PQconnectdb(config().database.c_str());
    if (PQstatus(conn) != CONNECTION_OK) {
        fprintf(stderr, "users: %s", PQerrorMessage(conn));
        PQfinish(conn);
        fail(resp, 503, "no database");
        return;
    }
    if (isTaken(conn, email)) {
        PQfinish(conn);
        fail(resp, 409, "there is an account with this address");
        return;
    }
    if (!command(conn, "BEGIN")) {
        PQfinish(conn);
        fail(resp, 500, "cannot register");
        return;
    }
    const char *account[] = {email.c_str(), name.c_str(), role.c_str(), password.c_str()};
    PGresult *res = PQexecParams(conn,
                                 "INSERT INTO account (email, name, role, password)"
                                 " VALUES ($1, $2, $3, md5($1 || $4)) RETURNING id",
                                 4, NULL, account, NULL, NULL, 0);
    if (PQresultStatus(res) != PGRES_TUPLES_OK) {
        fprintf(stderr, "users: %s", PQerrorMessage(conn));
        PQclear(res);
        command(conn, "ROLLBACK");
        PQfinish(conn);
        fail(resp, 500, "cannot register");
        return;
    }
    std::string id = PQgetvalue(res, 0, 0);
    PQclear(res);

    const char *wallet[] = {id.c_str()};
    res = PQexecParams(conn, "INSERT INTO wallet (account_id) VALUES ($1)", 1, NULL, wallet, NULL,
                       NULL, 0);
    bool ok = PQresultStatus(res) == PGRES_COMMAND_OK;
    PQclear(res);
    if (!ok || !command(conn, "COMMIT")) {
        PQfinish(conn); // rolls back
        fail(resp, 500, "cannot register");
        return;
    }
    PQfinish(conn);
    created(resp, "/api/users/" + id,
            Json().open('{').key("id").raw(id).field("name", name).close('}'));
}

static void listUsers(const httplib::Request &req, httplib::Response &resp) {
    std::string limit = std::to_string(queryNumber(req, "limit", 10, 1, 50));
    std::string offset = std::to_string(queryNumber(req, "offset", 0, 0, 100000));
    std::string role = queryText(req, "role");

    PGconn *conn = PQconnectdb(config().database.c_str());
    if (PQstatus(conn) != CONNECTION_OK) {
        PQfinish(conn);
        fail(resp, 503, "no database");
        return;
    }
    const char *values[] = {role.c_str(), limit.c_str(), offset.c_str()};
    PGresult *res = PQexecParams(conn,
                                 "SELECT id, name, role, count(*) OVER () FROM account"
                                 " WHERE state = 'active' AND ($1 = '' OR role = $1)"
                                 " ORDER BY id LIMIT $2 OFFSET $3",
                                 3, NULL, values, NULL, NULL, 0);
    if (PQresultStatus(res) != PGRES_TUPLES_OK) {
        PQclear(res);
        PQfinish(conn);
        fail(resp, 500, "cannot list");
        return;
    }
    Json out;
    out.open('{').key("total").raw(PQntuples(res) ? PQgetvalue(res, 0, 3) : "0");
    out.key("users").open('[');
    for (int i = 0; i < PQntuples(res); i++) {
        out.open('{').key("id").raw(PQgetvalue(res, i, 0));
        out.field("name", PQgetvalue(res, i, 1)).field("role", PQgetvalue(res, i, 2)).close('}');
    }
    out.close(']').close('}');
    PQclear(res);
    PQfinish(conn);
    reply(resp, 200, out);
}

static void changeMe(const httplib::Request &req, httplib::Response &resp) {
    std::optional<Caller> me = authenticate(req, resp);
    if (!me)
        return;
    std::optional<Fields> body = readFields(req, resp);
    if (!body)
        return;
    std::string id = std::to_string(me->id);
    std::string name = body->text("name", me->name), bio = body->text("bio");
    if (name.empty() || bio.size() > 200) {
        fail(resp, 422, "the name is empty or the text too long");
        return;
    }

    PGconn *conn = PQconnectdb(config().database.c_str());
    if (PQstatus(conn) != CONNECTION_OK) {
        PQfinish(conn);
        fail(resp, 503, "no database");
        return;
    }
    const char *values[] = {id.c_str(), name.c_str(), body->has("bio") ? bio.c_str() : NULL};
    PGresult *res = PQexecParams(conn,
                                 "UPDATE account SET name = $2, bio = coalesce($3, bio)"
                                 " WHERE id = $1 RETURNING name, bio",
                                 3, NULL, values, NULL, NULL, 0);
    if (PQresultStatus(res) == PGRES_TUPLES_OK && PQntuples(res) == 1)
        reply(resp, 200,
              Json()
                  .open('{')
                  .field("name", PQgetvalue(res, 0, 0))
                  .field("bio", PQgetvalue(res, 0, 1))
                  .close('}'));
    else
        fail(resp, 500, "cannot change");
    PQclear(res);
    PQfinish(conn);
}

// The account stays, so that pitches and comments keep their author.
static void closeMe(const httplib::Request &req, httplib::Response &resp) {
    std::optional<Caller> me = authenticate(req, resp);
    if (!me)
        return;
    PGconn *conn = PQconnectdb(config().database.c_str());
    if (PQstatus(conn) == CONNECTION_OK) {
        std::string id = std::to_string(me->id);
        const char *values[] = {id.c_str()};
        command(conn, "BEGIN");
        PGresult *first = PQexecParams(conn,
                                       "UPDATE account SET state = 'closed', name = 'closed',"
                                       " email = 'closed-' || id, bio = '' WHERE id = $1",
                                       1, NULL, values, NULL, NULL, 0);
        PGresult *second = PQexecParams(conn, "DELETE FROM session WHERE account_id = $1", 1, NULL,
                                        values, NULL, NULL, 0);
        bool ok =
            PQresultStatus(first) == PGRES_COMMAND_OK && PQresultStatus(second) == PGRES_COMMAND_OK;
        PQclear(first);
        PQclear(second);
        if (command(conn, ok ? "COMMIT" : "ROLLBACK") && ok)
            resp.status = 204;
        else
            fail(resp, 500, "cannot close the account");
    } else {
        fail(resp, 503, "no database");
    }
    PQfinish(conn);
}

void addUsers(httplib::Server &server) {
    server.Post("/api/users", registerUser);
    server.Get("/api/users", listUsers);
    server.Put("/api/users/me", changeMe);
    server.Delete("/api/users/me", closeMe);
}
