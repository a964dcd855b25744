// What others see of an account, and what its owner sees.

#include "config.h"
#include "http.h"
#include "routes.h"

#include <pqxx/pqxx>

static void showUser(const httplib::Request &req, httplib::Response &resp) {
    pqxx::connection conn(config().database);
    pqxx::work tx(conn);
    pqxx::result rows = tx.exec_params(
        "SELECT a.id, a.name, a.bio, a.role,"
        " (SELECT count(*) FROM pitch p WHERE p.account_id = a.id AND p.state = 'published'),"
        " (SELECT count(*) FROM follow f WHERE f.followed_id = a.id),"
        " to_char(a.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD')"
        " FROM account a WHERE a.id = $1 AND a.state = 'active'",
        pathNumber(req));
    if (rows.empty())
        return fail(resp, 404, "no such account");
    const pqxx::row &row = rows[0];
    Json out;
    out.open('{').field("id", row[0].as<int>()).field("name", row[1].c_str());
    out.field("bio", row[2].c_str()).field("role", row[3].c_str());
    out.field("pitches", row[4].as<int>()).field("followers", row[5].as<int>());
    out.field("since", row[6].c_str()).close('}');
    reply(resp, 200, out);
}

static void showMe(const httplib::Request &req, httplib::Response &resp) {
    std::optional<Caller> me = authenticate(req, resp);
    if (!me)
        return;
    pqxx::connection conn(config().database);
    pqxx::work tx(conn);
    pqxx::row row = tx.exec_params1("SELECT email, bio, last_login IS NOT NULL FROM account"
                                    " WHERE id = $1",
                                    me->id);
    Json out;
    out.open('{').field("id", me->id).field("name", me->name).field("role", me->role);
    out.field("email", row[0].c_str()).field("bio", row[1].c_str());
    out.field("returning", row[2].as<bool>()).close('}');
    reply(resp, 200, out);
}

void addProfiles(httplib::Server &server) {
    server.Get("/api/users/me", showMe);
    server.Get(R"(/api/users/(\d{1,9}))", showUser);
}
