#include "http.h"

#include "config.h"

#include <pqxx/pqxx>

#include <algorithm>
#include <cstdlib>

void reply(httplib::Response &response, int status, const Json &body) {
  response.status = status;
  response.set_content(body.text(), "application/json");
}

void fail(httplib::Response &response, int status, const std::string &message) {
  reply(response, status, Json().open('{').field("error", message).close('}'));
}

void created(httplib::Response &response, const std::string &location, const Json &body) {
  response.set_header("Location", location);
  reply(response, 201, body);
}

static std::optional<Caller> sessionOwner(const std::string &token) {
  pqxx::connection conn(config().database);
  pqxx::read_transaction tx(conn);
  pqxx::result rows = tx.exec_params("SELECT a.id, a.name, a.role"
                                     " FROM session s JOIN account a ON a.id = s.account_id"
                                     " WHERE s.token = $1 AND s.expires_at > now()"
                                     " AND a.state = 'active'",
                                     token);
  if (rows.empty())
    return std::nullopt;
  return Caller{rows[0][0].as<int>(), rows[0][1].as<std::string>(), rows[0][2].as<std::string>()};
}

std::optional<Caller> authenticate(const httplib::Request &request, httplib::Response &response) {
  const std::string scheme = "Bearer ";
  std::string header = request.get_header_value("Authorization");
  std::optional<Caller> caller;
  if (header.compare(0, scheme.size(), scheme) == 0)
    caller = sessionOwner(header.substr(scheme.size()));
  if (!caller) {
    response.set_header("WWW-Authenticate", "Bearer");
    fail(response, 401, "log in first");
  }
  return caller;
}

std::optional<Caller> authenticateAdmin(const httplib::Request &request,
                                        httplib::Response &response) {
  std::optional<Caller> caller = authenticate(request, response);
  if (caller && !caller->isAdmin()) {
    fail(response, 403, "administrators only");
    return std::nullopt;
  }
  return caller;
}

std::optional<Fields> readFields(const httplib::Request &request, httplib::Response &response) {
  std::optional<Fields> fields = Fields::parse(request.body);
  if (!fields)
    fail(response, 400, "the body must be one JSON object without others inside");
  return fields;
}

int pathNumber(const httplib::Request &request, int place) {
  return std::atoi(request.matches[static_cast<std::size_t>(place)].str().c_str());
}

int queryNumber(const httplib::Request &request, const char *name, int otherwise, int least,
                int most) {
  if (!request.has_param(name))
    return otherwise;
  return std::clamp(std::atoi(request.get_param_value(name).c_str()), least, most);
}

std::string queryText(const httplib::Request &request, const char *name,
                      const std::string &otherwise) {
  return request.has_param(name) ? request.get_param_value(name) : otherwise;
}
