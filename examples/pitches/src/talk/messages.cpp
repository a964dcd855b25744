// Conversations between two accounts.

#include "config.h"
#include "database.h"
#include "http.h"
#include "routes.h"

using httplib::Request;
using httplib::Response;
using std::to_string;

static void listConversations(const Request &request, Response &response) {
  std::optional<Caller> caller = authenticate(request, response);
  if (!caller)
    return;
  Database db(config().database);
  if (!db.isOpen())
    return fail(response, 503, "no database");
  Rows rows = db.query("SELECT c.id, c.subject, count(m.id) FILTER (WHERE m.id > p.read_up_to"
                       " AND m.sender_id <> p.account_id) FROM participant p"
                       " JOIN conversation c ON c.id = p.conversation_id"
                       " LEFT JOIN message m ON m.conversation_id = c.id"
                       " WHERE p.account_id = $1 GROUP BY c.id ORDER BY c.id",
                       {to_string(caller->id)});
  Json out;
  out.open('[');
  for (int i = 0; i < rows.count(); ++i) {
    out.open('{').field("id", rows.number(i, 0)).field("subject", rows.text(i, 1));
    out.field("unread", rows.number(i, 2)).close('}');
  }
  reply(response, 200, out.close(']'));
}

static void startConversation(const Request &request, Response &response) {
  std::optional<Caller> caller = authenticate(request, response);
  if (!caller)
    return;
  std::optional<Fields> fields = readFields(request, response);
  if (!fields)
    return;
  long long other = fields->number("with");
  std::string subject = fields->text("subject");
  if (subject.empty() || other == caller->id)
    return fail(response, 422, "a conversation needs a subject and somebody else");

  Database db(config().database);
  if (!db.isOpen())
    return fail(response, 503, "no database");
  db.begin();
  if (db.query("SELECT 1 FROM account WHERE id = $1 AND state = 'active'", {to_string(other)})
          .count() == 0)
    return fail(response, 404, "no such account");
  Rows made = db.query("INSERT INTO conversation (subject) VALUES ($1) RETURNING id", {subject});
  std::string id = made.text(0, 0);
  db.query("INSERT INTO participant (conversation_id, account_id) VALUES ($1, $2), ($1, $3)",
           {id, to_string(caller->id), to_string(other)});
  db.commit();
  created(response, "/api/conversations/" + id, Json().open('{').key("id").raw(id).close('}'));
}

static bool takesPart(Database &db, int conversation, const Caller &caller) {
  return db.query("SELECT 1 FROM participant WHERE conversation_id = $1 AND account_id = $2",
                  {to_string(conversation), to_string(caller.id)})
             .count() != 0;
}

static void readMessages(const Request &request, Response &response) {
  std::optional<Caller> caller = authenticate(request, response);
  if (!caller)
    return;
  int conversation = pathNumber(request);
  Database db(config().database);
  if (!db.isOpen())
    return fail(response, 503, "no database");
  if (!takesPart(db, conversation, *caller))
    return fail(response, 404, "no such conversation");
  Rows rows = db.query("SELECT id, sender_id, body FROM message WHERE conversation_id = $1"
                       " ORDER BY id",
                       {to_string(conversation)});
  Json out;
  out.open('[');
  for (int i = 0; i < rows.count(); ++i) {
    out.open('{').field("id", rows.number(i, 0)).field("from", rows.number(i, 1));
    out.field("body", rows.text(i, 2)).close('}');
  }
  if (rows.count())
    db.query("UPDATE participant SET read_up_to = $3"
             " WHERE conversation_id = $1 AND account_id = $2",
             {to_string(conversation), to_string(caller->id), rows.text(rows.count() - 1, 0)});
  reply(response, 200, out.close(']'));
}

static void sendMessage(const Request &request, Response &response) {
  std::optional<Caller> caller = authenticate(request, response);
  if (!caller)
    return;
  std::optional<Fields> fields = readFields(request, response);
  if (!fields)
    return;
  if (fields->text("body").empty())
    return fail(response, 422, "the message is empty");
  int conversation = pathNumber(request);
  Database db(config().database);
  if (!db.isOpen())
    return fail(response, 503, "no database");
  if (!takesPart(db, conversation, *caller))
    return fail(response, 404, "no such conversation");
  db.query("INSERT INTO message (conversation_id, sender_id, body) VALUES ($1, $2, $3)",
           {to_string(conversation), to_string(caller->id), fields->text("body")});
  // The number that this connection has just used.
  Rows id = db.query("SELECT currval('message_id_seq')");
  created(response, "/api/conversations/" + to_string(conversation),
          Json().open('{').field("id", id.number(0, 0)).close('}'));
}

void addMessages(httplib::Server &server) {
  server.Get("/api/conversations", listConversations);
  server.Post("/api/conversations", startConversation);
  server.Get(R"(/api/conversations/(\d{1,9}))", readMessages);
  server.Post(R"(/api/conversations/(\d{1,9}))", sendMessage);
}
