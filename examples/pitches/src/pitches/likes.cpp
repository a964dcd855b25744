#include "config.h"
#include "http.h"
#include "routes.h"

#include <pqxx/pqxx>

using httplib::Request;
using httplib::Response;

void addLikes(httplib::Server &server) {
  server.Post(R"(/api/pitches/(\d{1,9})/like)", [](const Request &request, Response &response) {
    auto caller = authenticate(request, response);
    if (!caller)
      return;
    const int pitch = pathNumber(request);
    bool isNew = false;
    try {
      pqxx::connection conn{config().database};
      pqxx::work tx{conn};
      isNew = tx.exec_params("INSERT INTO pitch_like (pitch_id, account_id) VALUES ($1, $2)"
                             " ON CONFLICT DO NOTHING",
                             pitch, caller->id)
                  .affected_rows() == 1;
      if (isNew)
        tx.exec_params("INSERT INTO notification (account_id, kind, subject)"
                       " SELECT account_id, 'like', $2 || ' likes ' || title FROM pitch"
                       " WHERE id = $1 AND account_id <> $3",
                       pitch, caller->name, caller->id);
      tx.commit();
    } catch (const pqxx::foreign_key_violation &) {
      fail(response, 404, "no such pitch");
      return;
    }
    reply(response, isNew ? 201 : 200, Json().open('{').field("liked", true).close('}'));
  });

  server.Delete(R"(/api/pitches/(\d{1,9})/like)", [](const Request &request, Response &response) {
    auto caller = authenticate(request, response);
    if (!caller)
      return;
    pqxx::connection conn{config().database};
    pqxx::work tx{conn};
    auto gone = tx.exec_params("DELETE FROM pitch_like WHERE pitch_id = $1 AND account_id = $2",
                               pathNumber(request), caller->id);
    tx.commit();
    if (gone.affected_rows() == 0)
      fail(response, 404, "you do not like this pitch");
    else
      response.status = 204;
  });

  server.Get(R"(/api/pitches/(\d{1,9})/likes)", [](const Request &request, Response &response) {
    pqxx::connection conn{config().database};
    pqxx::read_transaction tx{conn};
    Json out;
    out.open('[');
    for (auto row : tx.exec_params("SELECT a.id, a.name FROM pitch_like l"
                                   " JOIN account a ON a.id = l.account_id WHERE l.pitch_id = $1"
                                   " ORDER BY l.liked_at DESC, a.id LIMIT 25",
                                   pathNumber(request)))
      out.open('{').field("id", row[0].as<int>()).field("name", row[1].c_str()).close('}');
    reply(response, 200, out.close(']'));
  });
}
