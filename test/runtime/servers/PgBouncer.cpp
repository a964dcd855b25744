#include "PgBouncer.h"

#include "FreePort.h"
#include "PostgresServer.h"

#include <libpq-fe.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace repool::test {

namespace {

std::string program() {
  for (const char *const place : {"/usr/sbin/pgbouncer", "/usr/bin/pgbouncer"})
    if (std::filesystem::exists(place))
      return place;
  return {};
}

} // namespace

bool PgBouncer::isInstalled() {
  return !program().empty();
}

PgBouncer::PgBouncer(const Options &options) : folder_(makeFolder("pgbouncer")), port_(freePort()) {
  std::map<std::string, std::string> lines = {
      {"listen_addr", "127.0.0.1"},
      {"listen_port", std::to_string(port_)},
      {"unix_socket_dir", ""},
      {"pool_mode", options.mode},
      {"auth_type", options.users.empty() ? "trust" : "scram-sha-256"},
      {"auth_file", folder_ + "/users"},
      {"logfile", folder_ + "/log"},
      {"default_pool_size", "20"},
      {"ignore_startup_parameters", "extra_float_digits,options"},
  };
  for (const auto &[name, value] : options.more)
    lines[name] = value;
  std::ofstream ini(folder_ + "/ini");
  ini << "[databases]\n* = host=" << options.host << " port=" << options.server
      << "\n[pgbouncer]\n";
  for (const auto &[name, value] : lines)
    ini << name << " = " << value << '\n';
  std::ofstream users(folder_ + "/users");
  if (options.users.empty())
    users << "\"web\" \"\"\n\"app\" \"\"\n";
  for (const auto &[name, password] : options.users)
    users << '"' << name << "\" \"" << password << "\"\n";
  ini.close();
  users.close();
  start();
}

PgBouncer::~PgBouncer() {
  process_ = Process();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

std::string PgBouncer::url(const std::string &more) const {
  return PostgresServer::urlAt(port_, more);
}

// PQping is content with any answer, also "no such user": what it asks is whether somebody listens.
void PgBouncer::start() {
  Process::How how;
  how.folder = folder_;
  how.log = folder_ + "/output";
  const bool isUp = eventually([&] {
    if (!process_.isRunning())
      process_ = Process({program(), folder_ + "/ini"}, how);
    return PQping(url("dbname=pgbouncer").c_str()) == PQPING_OK;
  });
  if (!isUp)
    throw std::runtime_error("PgBouncer does not start, see " + folder_ + "/log");
}

void PgBouncer::kill9() {
  process_.signal(SIGKILL);
  process_.exitCode();
}

void PgBouncer::pause() const {
  process_.signal(SIGSTOP);
}

void PgBouncer::resume() const {
  process_.signal(SIGCONT);
}

} // namespace repool::test
