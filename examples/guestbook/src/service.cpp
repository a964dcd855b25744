#include "service.h"

#include "books.h"
#include "moderation.h"
#include "visits.h"

#include <sstream>

Reply handle(const std::string &database, const std::string &request) {
  std::istringstream words(request);
  std::string verb;
  int book = 0;
  if (!(words >> verb >> book))
    return {400, "bad request"};

  if (verb == "SIGN") {
    std::string author, text;
    words >> author;
    std::getline(words >> std::ws, text);
    return sign(database, book, author, text);
  }
  if (verb == "LATEST")
    return latest(database, book);
  if (verb == "SUMMARY")
    return summary(database, book);
  if (verb == "VISIT") {
    int visits = count_visit(database.c_str(), book);
    return visits < 0 ? Reply{500, "not counted"} : Reply{200, std::to_string(visits)};
  }
  if (verb == "AUTHOR") {
    std::string author;
    words >> author;
    return byAuthor(database, book, author);
  }
  int number = 0;
  words >> number;
  if (verb == "SHOW")
    return show(database, book, number);
  if (verb == "REMOVE")
    return removeEntry(database, book, number);
  return {404, "no such verb"};
}
