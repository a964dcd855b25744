#include "Conninfo.h"

#include "../../Environment.h"
#include "../../Fork.h"
#include "../../Sha256.h"

#include <libpq-fe.h>

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <memory>
#include <string_view>
#include <sys/stat.h>

namespace repool::detail {

namespace {

struct FreeOptions {
  void operator()(PQconninfoOption *options) const { PQconninfoFree(options); }
};

using Options = std::unique_ptr<PQconninfoOption, FreeOptions>;
using Values = std::map<std::string, std::string>;

/// Change nothing that a borrower can see in its session. Documented in docs/runtime.md.
constexpr std::string_view Harmless[] = {
    "connect_timeout", "keepalives",          "keepalives_count",
    "keepalives_idle", "keepalives_interval", "tcp_user_timeout",
};

/// Say where and as whom, and how safely; everything else a call gives is about the session.
constexpr std::string_view OfTheWay[] = {
    "host",
    "hostaddr",
    "port",
    "password",
    "passfile",
    "sslmode",
    "sslcert",
    "sslkey",
    "sslrootcert",
    "sslcrl",
    "sslcrldir",
    "sslpassword",
    "sslsni",
    "requirepeer",
    "gssencmode",
    "krbsrvname",
    "gsslib",
    "channel_binding",
    "sslcompression",
    "ssl_min_protocol_version",
    "ssl_max_protocol_version",
    "target_session_attrs",
};

bool isIn(const std::string_view *begin, const std::string_view *end, std::string_view name) {
  return std::find(begin, end, name) != end;
}

bool isHarmless(std::string_view name) {
  return isIn(std::begin(Harmless), std::end(Harmless), name);
}

bool isOfTheWay(std::string_view name) {
  return isHarmless(name) || isIn(std::begin(OfTheWay), std::end(OfTheWay), name);
}

bool isSecret(std::string_view name) {
  return name == "password" || name == "sslpassword";
}

Options parse(const std::string &text) {
  char *message = nullptr;
  Options options(PQconninfoParse(text.c_str(), &message));
  PQfreemem(message);
  return options;
}

bool isWholeText(std::string_view dbname) {
  return dbname.rfind("postgres://", 0) == 0 || dbname.rfind("postgresql://", 0) == 0 ||
         dbname.find('=') != std::string_view::npos;
}

void addGiven(Values &values, const PQconninfoOption *options) {
  for (const PQconninfoOption *option = options; option->keyword; ++option)
    if (option->val)
      values[option->keyword] = option->val;
}

// Defaults are read at each call, as libpq does: the environment may change.
std::optional<Conninfo> withDefaults(Values given) {
  const Options defaults = [] {
    const LibraryCall call;
    return Options(PQconndefaults());
  }();
  if (!defaults)
    return std::nullopt;
  Conninfo conninfo;
  std::size_t known = 0;
  for (const PQconninfoOption *option = defaults.get(); option->keyword; ++option) {
    const auto found = given.find(option->keyword);
    known += found != given.end() ? 1 : 0;
    if (found != given.end())
      conninfo.parameters[option->keyword] = found->second;
    else if (option->val)
      conninfo.parameters[option->keyword] = option->val;
  }
  if (known != given.size())
    return std::nullopt; // a parameter that libpq does not know
  conninfo.given = std::move(given);
  return conninfo;
}

// libpq: "The Connection Service File". Who edits it expects new connections to follow.
std::string stateOfServiceFiles() {
  const char *const named = std::getenv("PGSERVICEFILE");
  const char *const home = std::getenv("HOME");
  const char *const folder = std::getenv("PGSYSCONFDIR");
  std::string state;
  for (const std::string &path :
       {std::string(named ? named : ""), std::string(home ? home : "") + "/.pg_service.conf",
        std::string(folder ? folder : "/etc/postgresql-common") + "/pg_service.conf"}) {
    struct stat status = {};
    if (!path.empty() && stat(path.c_str(), &status) == 0)
      state += std::to_string(status.st_ino) + '.' + std::to_string(status.st_mtim.tv_sec) + '.' +
               std::to_string(status.st_mtim.tv_nsec) + ';';
  }
  return state;
}

void append(std::string &key, const std::string &name, const std::string &value) {
  key += name + '=' + std::to_string(value.size()) + ':' + value + ';';
}

} // namespace

std::string Conninfo::valueOf(const std::string &name) const {
  const auto found = parameters.find(name);
  return found != parameters.end() ? found->second : std::string();
}

Target Conninfo::target(const std::string &kind) const {
  Target target;
  target.key = kind + ';';
  for (const auto &[name, value] : parameters)
    if (!isHarmless(name))
      append(target.key, name, isSecret(name) ? sha256(value) : value);
  const std::string user = valueOf("user");
  const std::string dbname = valueOf("dbname").empty() ? user : valueOf("dbname");
  const std::string host = valueOf("host").empty() ? valueOf("hostaddr") : valueOf("host");
  const std::string port = valueOf("port").empty() ? "5432" : valueOf("port");
  const std::string service = valueOf("service");
  target.place = user + '@' + (host.empty() ? "local" : host) + ':' + port + '/' + dbname;
  if (!service.empty()) {
    const std::string state = stateOfServiceFiles();
    append(target.key, "service file", state);
    target.place = "service " + service;
    target.server = target.place + ' ' + state;
  }
  append(target.server, "host", valueOf("hostaddr").empty() ? host : valueOf("hostaddr"));
  append(target.server, "port", port);
  append(target.server, "dbname", dbname);
  append(target.server, "user", user);
  return target;
}

// Links:  own postgres://app:pw@db:5432/shop?options=..  +  postgres://pooler:6432/shop
//      -> host pooler, port 6432, database shop, and the own user, password, options.
std::optional<Conninfo> Conninfo::via(const std::string &url) const {
  if (!valueOf("service").empty())
    return std::nullopt; // who knows what it says
  const Options options = parse(url);
  if (!options)
    return std::nullopt;
  Values link;
  addGiven(link, options.get());
  Values merged = given;
  if (link.count("host") || link.count("hostaddr"))
    for (const char *const name : {"host", "hostaddr", "port"})
      merged.erase(name);
  for (const auto &[name, value] : link)
    merged[name] = value;
  const std::optional<Conninfo> result = withDefaults(std::move(merged));
  if (!result || !result->valueOf("service").empty())
    return std::nullopt;
  for (const auto *const side : {&parameters, &result->parameters})
    for (const auto &[name, value] : *side)
      if (!isOfTheWay(name) && valueOf(name) != result->valueOf(name))
        return std::nullopt;
  return result;
}

std::string Conninfo::text() const {
  std::string text;
  for (const auto &[name, value] : given) {
    text += (text.empty() ? "" : " ") + name + "='";
    for (const char c : value) {
      if (c == '\'' || c == '\\')
        text += '\\';
      text += c;
    }
    text += '\'';
  }
  return text;
}

std::optional<Conninfo> conninfoOf(const std::string &text) {
  const Options options = parse(text);
  if (!options)
    return std::nullopt;
  Values given;
  addGiven(given, options.get());
  return withDefaults(std::move(given));
}

std::optional<Conninfo> conninfoOf(const std::vector<Parameter> &list, bool expandsDbname) {
  Values given;
  for (const auto &[name, value] : list) {
    if (value.empty())
      continue;
    if (name != "dbname" || !expandsDbname || !isWholeText(value)) {
      given[name] = value;
      continue;
    }
    const Options options = parse(value);
    if (!options)
      return std::nullopt;
    addGiven(given, options.get());
    expandsDbname = false;
  }
  return withDefaults(std::move(given));
}

std::uint64_t conninfoStamp(bool namesService) noexcept {
  const std::uint64_t stamp = environmentStamp();
  // getenv() looks through the whole environment, so it is asked once for each.
  thread_local std::uint64_t known = 0;
  thread_local bool isServiceSet = true;
  if (known != stamp) {
    isServiceSet = std::getenv("PGSERVICE") != nullptr;
    known = stamp;
  }
  if (!namesService && !isServiceSet)
    return stamp;
  try {
    return stamp + std::hash<std::string>()(stateOfServiceFiles());
  } catch (...) {
    return stamp; // out of memory
  }
}

} // namespace repool::detail
