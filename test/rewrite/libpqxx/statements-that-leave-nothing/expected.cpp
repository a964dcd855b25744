#include <pqxx/pqxx>
#include <repool/pqxx.h>

#include <memory>
#include <string>

static void store(pqxx::work &tx, const std::string &title) {
  tx.exec_params("UPDATE book SET title = $1", title);
}

std::string title(const char *url, int id) {
  return repool::withDatabase(repool::pqxx(url).stateless().readOnly(), [&](pqxx::connection &conn) {
    pqxx::work tx(conn);
    auto rows = tx.exec_params("SELECT title FROM book WHERE id = $1", id);
    tx.commit();
    return rows[0][0].as<std::string>();
  });
}

void rename(const char *url, int id, const std::string &title) {
  repool::withDatabase(repool::pqxx(url).stateless(), [&](pqxx::connection &conn) {
    pqxx::work tx(conn);
    for (const auto &row : tx.exec("SELECT id FROM book WHERE id > " + std::to_string(id)))
      tx.exec_params("UPDATE book SET title = $2 WHERE id = $1", row[0].as<int>(), title);
    tx.commit();
  });
}

// Escaped, but not provably without an end of the quotes.
void rename_all(const char *url, const std::string &title) {
  repool::withDatabase(repool::pqxx(url), [&](pqxx::connection &conn) {
    pqxx::work tx(conn);
    tx.exec("UPDATE book SET title = " + tx.quote(title));
    tx.commit();
  });
}

// The next id shows in lastval().
void note(const char *url, const std::string &text) {
  repool::withDatabase(repool::pqxx(url), [&](pqxx::connection &conn) {
    pqxx::work tx(conn);
    tx.exec_params("INSERT INTO note (text) VALUES ($1)", text);
    tx.commit();
  });
}

void by_a_helper(const char *url) {
  repool::withDatabase(repool::pqxx(url), [&](pqxx::connection &conn) {
    pqxx::work tx(conn);
    store(tx, "a");
    tx.commit();
  });
}

void prepared(const char *url) {
  repool::withDatabase(repool::pqxx(url), [&](pqxx::connection &conn) {
    conn.prepare("all", "SELECT title FROM book");
    pqxx::work tx(conn);
    tx.exec_prepared("all");
  });
}

// Any text, and any method of that name.
template <class Text> void generic(const char *url, const Text &text) {
  pqxx::connection conn(url);
  pqxx::work tx(conn);
  tx.exec("SELECT title FROM book");
  tx.exec(text);
  tx.commit();
}

void uses_generic(const char *url, const std::string &text) {
  generic(url, text);
}

static pqxx::work begin(pqxx::connection &conn) {
  return pqxx::work(conn);
}

// What a pointer to it is given to is not followed.
void by_a_pointer(const char *url) {
  pqxx::connection conn(url);
  std::unique_ptr<pqxx::work> tx(new pqxx::work(conn));
  tx->exec("SELECT title FROM book");
  store(*tx, "a");
  tx->commit();
}

struct Books {
  explicit Books(pqxx::connection &conn) : tx(conn) {}

  void hide() { tx.exec("SET search_path = hidden"); }

  pqxx::work tx;
};

// Nor what an object does with its own.
void in_an_object(const char *url) {
  pqxx::connection conn(url);
  Books books(conn);
  books.tx.exec("SELECT title FROM book");
  books.hide();
}

void given_by_a_helper(const char *url) {
  pqxx::connection conn(url);
  auto tx = begin(conn);
  store(tx, "a");
  tx.exec("SELECT title FROM book");
}
