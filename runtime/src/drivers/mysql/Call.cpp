#include "Call.h"

#include "../../Fork.h"
#include "../../Sha256.h"
#include "Url.h"

#include <cstdlib>
#include <unistd.h>

namespace repool::detail {

namespace {

// The numbers of options that only libmariadb has, so that the code below reads without #if.
#ifdef MARIADB_BASE_VERSION
constexpr int HostOption = MARIADB_OPT_HOST;
constexpr int UserOption = MARIADB_OPT_USER;
constexpr int PasswordOption = MARIADB_OPT_PASSWORD;
constexpr int DatabaseOption = MARIADB_OPT_SCHEMA;
constexpr int SocketOption = MARIADB_OPT_UNIXSOCKET;
constexpr int PortOption = MARIADB_OPT_PORT;
#else
constexpr int HostOption = -1;
constexpr int UserOption = -1;
constexpr int PasswordOption = -1;
constexpr int DatabaseOption = -1;
constexpr int SocketOption = -1;
constexpr int PortOption = -1;
#endif

const char *orNull(const std::optional<std::string> &text) {
  return text ? text->c_str() : nullptr;
}

std::string environment(const char *name) {
  const char *const value = std::getenv(name);
  return value ? value : "";
}

// What the library does without a port or socket: libmariadb does not export its own values. They
// come from the environment of its first use, which may have changed since; that costs a pool.
unsigned defaultPort() {
  const unsigned long port = std::strtoul(environment("MYSQL_TCP_PORT").c_str(), nullptr, 10);
  return port > 0 && port < 65536 ? static_cast<unsigned>(port) : MYSQL_PORT;
}

std::string defaultSocket() {
  const std::string path = environment("MYSQL_UNIX_PORT");
  return path.empty() ? MYSQL_UNIX_ADDR : path;
}

/// A connection string ("host=...;password=...") or the address of a connection plugin.
bool isOpaque(const std::string &host) {
  return host.find(';') != std::string::npos || host.find("://") != std::string::npos;
}

std::string quoted(const std::string &text) {
  return std::to_string(text.size()) + ':' + text + ';';
}

} // namespace

bool MysqlCall::connect(MYSQL *mysql) const {
  const LibraryCall call;
  return mysql_real_connect(mysql, orNull(host), orNull(user), orNull(password), orNull(database),
                            port, orNull(socket), flags | settings->clientFlags) != nullptr;
}

std::string MysqlCall::effective(const std::optional<std::string> &given, int option) const {
  if (given && !given->empty())
    return *given;
  const std::string *const set = settings->find(option);
  return set ? *set : std::string();
}

// As the client library chooses between a local socket and TCP.
std::string MysqlCall::server() const {
  const std::string name = effective(host, HostOption);
  if (isOpaque(name))
    return sha256(name);
  const std::string path = effective(socket, SocketOption);
  const std::string *const protocol = settings->find(MYSQL_OPT_PROTOCOL);
  const bool isTcp = protocol && *protocol == std::to_string(MYSQL_PROTOCOL_TCP);
  if ((name.empty() || name == "localhost") && !isTcp)
    return path.empty() ? defaultSocket() : path;
  const std::string *const set = settings->find(PortOption);
  std::string number = std::to_string(port);
  if (port == 0)
    number = set ? *set : std::to_string(defaultPort());
  return (name.empty() ? "localhost" : name) + ':' + number;
}

Target MysqlCall::target() const {
  const std::string login = effective(user, UserOption);
  const std::string name = effective(database, DatabaseOption);
  // For an option file cannot tell the server here, its calls share by what the file is.
  const std::string files = settings->namesOptionFiles() ? settings->key() : std::string();
  const std::string address = server();
  Target target;
  target.server = "mysql;" + quoted(address) + quoted(login) + quoted(name) + files;
  const std::string shown = isOpaque(effective(host, HostOption)) ? "mysql" : address;
  target.place = login + '@' + shown + '/' + name;
  if (!settings->isShareable())
    return {{}, target.server, target.place};

  std::string secret = "none";
  if (password)
    secret = sha256(*password);
  else if (!settings->find(PasswordOption) && !environment("MYSQL_PWD").empty())
    secret = "environment " + sha256(environment("MYSQL_PWD"));
  std::string person; // who the library says we are, without a name of the call's own
  if (login.empty())
    person = std::to_string(geteuid()) + ' ' + environment("USER") + ' ' + environment("LOGNAME");
  target.key = target.server + quoted(secret) + quoted(person) +
               std::to_string(flags | settings->clientFlags) + ';' + settings->key();
  return target;
}

std::uint64_t MysqlCall::stamp() const {
  std::uint64_t stamp = settings->stamp();
  if (!password)
    stamp = stamp * 31 + std::hash<std::string>()(environment("MYSQL_PWD"));
  if (effective(user, UserOption).empty())
    stamp = stamp * 31 + std::hash<std::string>()(environment("USER") + environment("LOGNAME"));
  return stamp;
}

std::optional<MysqlCall> MysqlCall::via(const std::string &url) const {
  const std::optional<MysqlUrl> parsed = parseMysqlUrl(url);
  const std::string ownUser = effective(user, UserOption);
  const std::string ownDatabase = effective(database, DatabaseOption);
  if (!parsed || isOpaque(effective(host, HostOption)))
    return std::nullopt;
  if (settings->namesOptionFiles() && (ownUser.empty() || ownDatabase.empty()))
    return std::nullopt;
  if ((!parsed->user.empty() && parsed->user != ownUser) ||
      (!parsed->database.empty() && parsed->database != ownDatabase))
    return std::nullopt;

  MysqlCall call = *this;
  if (parsed->password)
    call.password = parsed->password;
  auto changed = std::make_shared<MysqlSettings>(*settings);
  const unsigned protocol = parsed->socket.empty() ? MYSQL_PROTOCOL_TCP : MYSQL_PROTOCOL_SOCKET;
  changed->set(MYSQL_OPT_PROTOCOL, &protocol, nullptr);
  call.settings = std::move(changed);
  if (parsed->socket.empty()) {
    call.host = parsed->host.empty() ? "localhost" : parsed->host;
    call.port = parsed->port != 0 ? parsed->port : defaultPort();
    call.socket.reset();
  } else {
    call.host = "localhost";
    call.socket = parsed->socket;
  }
  return call;
}

} // namespace repool::detail
