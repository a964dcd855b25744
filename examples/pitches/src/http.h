#ifndef PITCHES_HTTP_H
#define PITCHES_HTTP_H

#include "json.h"

#include <httplib.h>

#include <optional>
#include <string>

/// Who sent a request.
struct Caller {
  int id = 0;
  std::string name;
  std::string role;

  bool isAdmin() const { return role == "admin"; }
};

void reply(httplib::Response &response, int status, const Json &body);
void fail(httplib::Response &response, int status, const std::string &message);

/// Says where the thing that was made is.
void created(httplib::Response &response, const std::string &location, const Json &body);

/// The owner of the session whose token the request carries. If there is none, the response is
/// 401 already.
std::optional<Caller> authenticate(const httplib::Request &request, httplib::Response &response);

/// The same for administrators; others get 403.
std::optional<Caller> authenticateAdmin(const httplib::Request &request,
                                        httplib::Response &response);

/// The body of a request; if it is no flat object, the response is 400 already.
std::optional<Fields> readFields(const httplib::Request &request, httplib::Response &response);

/// The number in the path, by its place in the pattern.
int pathNumber(const httplib::Request &request, int place = 1);

/// A number of the query string, between \p least and \p most.
int queryNumber(const httplib::Request &request, const char *name, int otherwise, int least,
                int most);

std::string queryText(const httplib::Request &request, const char *name,
                      const std::string &otherwise = "");

#endif
