// Reading and writing pitches. Editing one that exists is in editing.cpp.

#include "config.h"
#include "http.h"
#include "routes.h"

#include <pqxx/pqxx>

#include <iostream>

static void listPitches(const httplib::Request &request, httplib::Response &response) {
  int limit = queryNumber(request, "limit", 20, 1, 100);
  int page = queryNumber(request, "page", 1, 1, 1000);

  pqxx::connection conn(config().database);
  pqxx::read_transaction tx(conn);
  int total = tx.exec1("SELECT count(*) FROM pitch WHERE state = 'published'")[0].as<int>();
  pqxx::result rows = tx.exec_params("SELECT p.id, p.title, a.name, c.slug FROM pitch p"
                                     " JOIN account a ON a.id = p.account_id"
                                     " JOIN category c ON c.id = p.category_id"
                                     " WHERE p.state = 'published'"
                                     " ORDER BY p.published_at DESC, p.id LIMIT $1 OFFSET $2",
                                     limit, limit * (page - 1));
  Json out;
  out.open('{').field("total", total).field("page", page).key("pitches").open('[');
  for (const pqxx::row &row : rows) {
    out.open('{').field("id", row[0].as<int>()).field("title", row[1].c_str());
    out.field("author", row[2].c_str()).field("category", row[3].c_str()).close('}');
  }
  reply(response, 200, out.close(']').close('}'));
}

static std::string tagsOf(pqxx::transaction_base &tx, int pitch) {
  Json out;
  out.open('[');
  for (const pqxx::row &row :
       tx.exec_params("SELECT t.name FROM pitch_tag pt JOIN tag t ON t.id = pt.tag_id"
                      " WHERE pt.pitch_id = $1 ORDER BY t.name",
                      pitch))
    out.value(row[0].c_str());
  return out.close(']').text();
}

static void showPitch(const httplib::Request &request, httplib::Response &response) {
  int id = pathNumber(request);
  pqxx::connection conn(config().database);
  pqxx::work tx(conn);
  pqxx::result rows = tx.exec_params("SELECT p.title, p.summary, p.goal, p.state, p.views,"
                                     " a.id, a.name, c.name FROM pitch p"
                                     " JOIN account a ON a.id = p.account_id"
                                     " JOIN category c ON c.id = p.category_id"
                                     " WHERE p.id = $1 AND p.state IN ('published', 'archived')",
                                     id);
  if (rows.empty()) {
    fail(response, 404, "no such pitch");
    return;
  }
  tx.exec_params0("UPDATE pitch SET views = views + 1 WHERE id = $1", id);
  const pqxx::row &row = rows[0];
  Json out;
  out.open('{').field("id", id).field("title", row[0].c_str()).field("summary", row[1].c_str());
  out.field("goal", row[2].as<long long>()).field("state", row[3].c_str());
  out.field("views", row[4].as<int>() + 1);
  out.key("author")
      .open('{')
      .field("id", row[5].as<int>())
      .field("name", row[6].c_str())
      .close('}');
  out.field("category", row[7].c_str()).key("tags").raw(tagsOf(tx, id)).close('}');
  tx.commit();
  reply(response, 200, out);
}

static int insertPitch(const Caller &author, int category, const Fields &fields) {
  pqxx::connection conn(config().database);
  pqxx::work tx(conn);
  pqxx::row row = tx.exec_params1(
      "INSERT INTO pitch (account_id, category_id, title, summary, goal)"
      " VALUES ($1, $2, $3, $4, $5) RETURNING id",
      author.id, category, fields.text("title"), fields.text("summary"), fields.number("goal"));
  tx.commit();
  return row[0].as<int>();
}

static std::optional<int> categoryNamed(const std::string &slug) {
  pqxx::connection conn(config().database);
  pqxx::nontransaction tx(conn);
  pqxx::result rows = tx.exec("SELECT id FROM category WHERE slug = " + tx.quote(slug));
  std::optional<int> id;
  if (!rows.empty())
    id = rows[0][0].as<int>();
  return id;
}

static void addPitch(const httplib::Request &request, httplib::Response &response) {
  std::optional<Caller> caller = authenticate(request, response);
  if (!caller)
    return;
  if (caller->role != "founder" && !caller->isAdmin())
    return fail(response, 403, "only founders pitch");
  std::optional<Fields> fields = readFields(request, response);
  if (!fields)
    return;
  if (fields->text("title").size() < 3 || fields->text("summary").empty())
    return fail(response, 422, "a pitch needs a title and a summary");
  if (fields->number("goal") < 0)
    return fail(response, 422, "the goal is negative");
  std::optional<int> category = categoryNamed(fields->text("category"));
  if (!category)
    return fail(response, 422, "no such category");
  int id = insertPitch(*caller, *category, *fields);
  created(response, "/api/pitches/" + std::to_string(id),
          Json().open('{').field("id", id).field("state", "draft").close('}'));
}

static void listCategories(const httplib::Request &, httplib::Response &response) {
  pqxx::connection conn(config().database);
  pqxx::work tx(conn);
  Json out;
  out.open('[');
  for (const auto &row : tx.exec("SELECT c.slug, c.name, count(p.id) FROM category c"
                                 " LEFT JOIN pitch p ON p.category_id = c.id"
                                 " AND p.state = 'published' GROUP BY c.id ORDER BY c.slug")) {
    out.open('{').field("slug", row[0].c_str()).field("name", row[1].c_str());
    out.field("pitches", row[2].as<int>()).close('}');
  }
  out.close(']');
  response.set_header("Cache-Control", "public, max-age=3600");
  reply(response, 200, out);
}

static void listCategory(const httplib::Request &request, httplib::Response &response) {
  std::string slug = request.matches[1];
  std::optional<int> category = categoryNamed(slug);
  if (!category)
    return fail(response, 404, "no such category");
  try {
    pqxx::connection conn(config().database);
    pqxx::read_transaction tx(conn);
    Json out;
    out.open('[');
    for (const auto &row : tx.exec_params("SELECT id, title FROM pitch WHERE category_id = $1"
                                          " AND state = 'published' ORDER BY title LIMIT 30",
                                          *category))
      out.open('{').field("id", row[0].as<int>()).field("title", row[1].c_str()).close('}');
    reply(response, 200, out.close(']'));
  } catch (const pqxx::sql_error &error) {
    std::cerr << "category " << slug << ": " << error.what() << '\n';
    fail(response, 500, "cannot list the category");
  }
}

void addPitches(httplib::Server &server) {
  server.Get("/api/pitches", listPitches);
  server.Post("/api/pitches", addPitch);
  server.Get(R"(/api/pitches/(\d{1,9}))", showPitch);
  server.Get(R"(/p/(\d{1,9}))", [](const httplib::Request &request, httplib::Response &response) {
    response.set_redirect("/api/pitches/" + request.matches[1].str(), 301);
  });
  server.Get("/api/categories", listCategories);
  server.Get(R"(/api/categories/([a-z]+)/pitches)", listCategory);
}
