// What an author does to a pitch. Every change leaves a revision; a trigger writes it and takes the
// actor from the session, which has to be told.

#include "config.h"
#include "http.h"
#include "routes.h"

#include <pqxx/pqxx>

namespace {

enum class Outcome { Done, Missing, NotYours };

/// Locks the pitch until the end of the transaction.
Outcome lockPitch(pqxx::work &tx, int pitch, const Caller &caller) {
  pqxx::result rows =
      tx.exec_params("SELECT account_id FROM pitch WHERE id = $1 FOR UPDATE", pitch);
  if (rows.empty())
    return Outcome::Missing;
  bool allowed = caller.isAdmin() || rows[0][0].as<int>() == caller.id;
  return allowed ? Outcome::Done : Outcome::NotYours;
}

void answer(httplib::Response &response, Outcome outcome) {
  switch (outcome) {
  case Outcome::Done:
    return reply(response, 200, Json().open('{').field("done", true).close('}'));
  case Outcome::Missing:
    return fail(response, 404, "no such pitch");
  case Outcome::NotYours:
    return fail(response, 403, "this is not your pitch");
  }
}

Outcome change(int pitch, const Caller &caller, const std::string &title,
               const std::string &summary) {
  pqxx::connection conn(config().database);
  pqxx::nontransaction(conn).exec_params("SELECT set_config('pitches.actor', $1, false)",
                                         caller.name);
  pqxx::work tx(conn);
  Outcome outcome = lockPitch(tx, pitch, caller);
  if (outcome == Outcome::Done) {
    tx.exec_params("UPDATE pitch SET title = coalesce(nullif($2, ''), title),"
                   " summary = coalesce(nullif($3, ''), summary) WHERE id = $1",
                   pitch, title, summary);
    tx.commit();
  }
  return outcome;
}

/// Followers hear of it in the same transaction.
Outcome publish(int pitch, const Caller &caller) {
  pqxx::connection conn(config().database);
  pqxx::work tx(conn);
  Outcome outcome = lockPitch(tx, pitch, caller);
  if (outcome != Outcome::Done)
    return outcome;
  pqxx::result changed = tx.exec_params("UPDATE pitch SET state = 'published', published_at = now()"
                                        " WHERE id = $1 AND state = 'draft'",
                                        pitch);
  if (changed.affected_rows() == 1)
    tx.exec_params("INSERT INTO notification (account_id, kind, subject)"
                   " SELECT f.follower_id, 'pitch', p.title FROM pitch p"
                   " JOIN follow f ON f.followed_id = p.account_id WHERE p.id = $1"
                   " ORDER BY f.follower_id",
                   pitch);
  tx.commit();
  return Outcome::Done;
}

/// Trims the summary as well, which the old form did not. No actor: the revision says "nobody".
Outcome archive(int pitch, const Caller &caller) {
  pqxx::connection conn(config().database);
  pqxx::work tx(conn);
  Outcome outcome = lockPitch(tx, pitch, caller);
  if (outcome == Outcome::Done)
    tx.exec_params("UPDATE pitch SET state = 'archived', summary = trim(summary) WHERE id = $1",
                   pitch);
  tx.commit();
  return outcome;
}

Outcome remove(int pitch, const Caller &caller) {
  pqxx::connection conn(config().database);
  pqxx::work tx(conn);
  Outcome outcome = lockPitch(tx, pitch, caller);
  if (outcome == Outcome::Done) {
    tx.exec_params("DELETE FROM pitch WHERE id = $1", pitch);
    tx.commit();
  }
  return outcome;
}

/// One handler for the three that take no body.
template <Outcome (*Act)(int, const Caller &)>
void act(const httplib::Request &request, httplib::Response &response) {
  std::optional<Caller> caller = authenticate(request, response);
  if (!caller)
    return;
  try {
    answer(response, Act(pathNumber(request), *caller));
  } catch (const pqxx::foreign_key_violation &) {
    fail(response, 409, "somebody has invested in this pitch");
  }
}

void changePitch(const httplib::Request &request, httplib::Response &response) {
  std::optional<Caller> caller = authenticate(request, response);
  if (!caller)
    return;
  std::optional<Fields> fields = readFields(request, response);
  if (!fields)
    return;
  if (!fields->has("title") && !fields->has("summary"))
    return fail(response, 422, "nothing to change");
  answer(response,
         change(pathNumber(request), *caller, fields->text("title"), fields->text("summary")));
}

void listRevisions(const httplib::Request &request, httplib::Response &response) {
  pqxx::connection conn(config().database);
  pqxx::work tx(conn);
  Json out;
  out.open('[');
  for (const auto &row : tx.exec_params("SELECT number, title, actor FROM revision"
                                        " WHERE pitch_id = $1 ORDER BY number",
                                        pathNumber(request))) {
    out.open('{').field("number", row[0].as<int>()).field("title", row[1].c_str());
    out.field("actor", row[2].c_str()).close('}');
  }
  reply(response, 200, out.close(']'));
}

} // namespace

void addEditing(httplib::Server &server) {
  server.Put(R"(/api/pitches/(\d{1,9}))", changePitch);
  server.Delete(R"(/api/pitches/(\d{1,9}))", act<remove>);
  server.Post(R"(/api/pitches/(\d{1,9})/publish)", act<publish>);
  server.Post(R"(/api/pitches/(\d{1,9})/archive)", act<archive>);
  server.Get(R"(/api/pitches/(\d{1,9})/revisions)", listRevisions);
}
