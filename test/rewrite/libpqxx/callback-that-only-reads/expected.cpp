#include <pqxx/pqxx>
#include <repool/pqxx.h>

#include <iostream>
#include <map>
#include <optional>
#include <string>
#include <vector>

struct Book {
  int id = 0;
  std::string title;
};

class Shelf {
public:
  explicit Shelf(std::string name) : name_(std::move(name)) {}

  void add(Book book) { books_.push_back(std::move(book)); }

  std::size_t size() const { return books_.size(); }

private:
  std::string name_;
  std::vector<Book> books_;
};

static int served = 0;

static int next() {
  return ++served;
}

struct Ticket {
  int number = next();
};

static std::string upper(std::string text) {
  for (char &c : text)
    if (c >= 'a' && c <= 'z')
      c = static_cast<char>(c - 'a' + 'A');
  return text;
}

static void fill(const pqxx::row &row, Book &book) {
  book.id = row[0].as<int>();
  book.title = row[1].as<std::string>();
}

// Only its own variables change.
std::vector<Book> all(const char *url) {
  return repool::withDatabase(repool::pqxx(url).stateless().readOnly(), [&](pqxx::connection &conn) {
    pqxx::work tx(conn);
    std::vector<Book> books;
    for (const auto &row : tx.exec("SELECT id, title FROM book ORDER BY id")) {
      Book book;
      fill(row, book);
      books.push_back(book);
    }
    return books;
  });
}

std::string loud(const char *url, int id) {
  return repool::withDatabase(repool::pqxx(url).stateless().readOnly(), [&](pqxx::connection &conn) {
    pqxx::work tx(conn);
    const auto rows = tx.exec_params("SELECT title FROM book WHERE id = $1", id);
    std::string title = "none";
    if (!rows.empty())
      title = upper(rows[0][0].as<std::string>());
    return title + "!";
  });
}

std::size_t shelved(const char *url) {
  return repool::withDatabase(repool::pqxx(url).stateless().readOnly(), [&](pqxx::connection &conn) {
    pqxx::nontransaction tx(conn);
    Shelf shelf("main");
    for (const auto &row : tx.exec("SELECT id, title FROM book"))
      shelf.add({row[0].as<int>(), row[1].as<std::string>()});
    return shelf.size();
  });
}

std::map<int, std::string> by_id(const char *url) {
  return repool::withDatabase(repool::pqxx(url).stateless().readOnly(), [&](pqxx::connection &conn) {
    pqxx::work tx(conn);
    std::map<int, std::string> titles;
    auto note = [&titles](int id, std::string title) { titles[id] = std::move(title); };
    for (const auto &row : tx.exec("SELECT id, title FROM book"))
      note(row[0].as<int>(), row[1].as<std::string>());
    return titles;
  });
}

// A counter that would count twice.
int counted(const char *url) {
  return repool::withDatabase(repool::pqxx(url).stateless(), [&](pqxx::connection &conn) {
    pqxx::work tx(conn);
    const auto rows = tx.exec("SELECT id FROM book");
    ++served;
    return static_cast<int>(rows.size());
  });
}

// ... in a function, and where a member begins.
int counted_inside(const char *url) {
  return repool::withDatabase(repool::pqxx(url).stateless(), [&](pqxx::connection &conn) {
    pqxx::work tx(conn);
    const auto rows = tx.exec("SELECT id FROM book");
    return next() + static_cast<int>(rows.size());
  });
}

int ticketed(const char *url) {
  return repool::withDatabase(repool::pqxx(url).stateless(), [&](pqxx::connection &conn) {
    pqxx::work tx(conn);
    const auto rows = tx.exec("SELECT id FROM book");
    Ticket ticket;
    return ticket.number + static_cast<int>(rows.size());
  });
}

// A list of the caller's that would hold each twice.
void append(const char *url, std::vector<std::string> &titles) {
  repool::withDatabase(repool::pqxx(url).stateless(), [&](pqxx::connection &conn) {
    pqxx::work tx(conn);
    for (const auto &row : tx.exec("SELECT title FROM book"))
      titles.push_back(row[0].as<std::string>());
  });
}

void append_by_name(const char *url, std::vector<std::string> &titles) {
  repool::withDatabase(repool::pqxx(url).stateless(), [&](pqxx::connection &conn) {
    pqxx::work tx(conn);
    auto &out = titles;
    for (const auto &row : tx.exec("SELECT title FROM book"))
      out.push_back(row[0].as<std::string>());
  });
}

void fill_from(const char *url, std::string &title) {
  repool::withDatabase(repool::pqxx(url).stateless(), [&](pqxx::connection &conn) {
    pqxx::work tx(conn);
    tx.exec("SELECT title FROM book")[0][0].to(title);
  });
}

void through_a_pointer(const char *url, int *count) {
  repool::withDatabase(repool::pqxx(url).stateless(), [&](pqxx::connection &conn) {
    pqxx::work tx(conn);
    *count += static_cast<int>(tx.exec("SELECT id FROM book").size());
  });
}

// Said twice.
void print(const char *url) {
  repool::withDatabase(repool::pqxx(url).stateless(), [&](pqxx::connection &conn) {
    pqxx::work tx(conn);
    for (const auto &row : tx.exec("SELECT title FROM book"))
      std::cout << row[0].c_str() << '\n';
  });
}

// Taken from the caller the first time, gone the second.
std::string moved(const char *url, std::string prefix) {
  return repool::withDatabase(repool::pqxx(url).stateless(), [&](pqxx::connection &conn) {
    pqxx::work tx(conn);
    const auto rows = tx.exec("SELECT title FROM book");
    std::string text = std::move(prefix);
    return text + rows[0][0].c_str();
  });
}

std::string moved_into_a_statement(const char *url, std::string title) {
  return repool::withDatabase(repool::pqxx(url).stateless(), [&](pqxx::connection &conn) -> std::string {
    pqxx::work tx(conn);
    const auto rows = tx.exec_params("SELECT id FROM book WHERE title = $1", std::move(title));
    return rows[0][0].c_str();
  });
}

// Writes to the database.
int renamed(const char *url, int id) {
  return repool::withDatabase(repool::pqxx(url).stateless(), [&](pqxx::connection &conn) {
    pqxx::work tx(conn);
    const auto rows = tx.exec_params("UPDATE book SET title = 'x' WHERE id = $1", id);
    tx.commit();
    return static_cast<int>(rows.affected_rows());
  });
}
