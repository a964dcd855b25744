// Entries of a book: signing it and reading it.
#pragma once

#include <string>

struct Reply {
  int status = 200;
  std::string text;
};

Reply sign(const std::string &database, int book, const std::string &author,
           const std::string &text);
Reply latest(const std::string &database, int book);
Reply show(const std::string &database, int book, int number);
Reply byAuthor(const std::string &database, int book, const std::string &author);
