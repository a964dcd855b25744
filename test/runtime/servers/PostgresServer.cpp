#include "PostgresServer.h"

#include "Asking.h"
#include "FreePort.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace repool::test {

namespace {

const std::string &programs() {
  static const std::string folder = [] {
    if (const char *const given = std::getenv("REPOOL_PG_BINDIR"))
      return std::string(given);
    std::error_code none;
    for (const auto &version : std::filesystem::directory_iterator("/usr/lib/postgresql", none))
      if (std::filesystem::exists(version.path() / "bin/initdb"))
        return (version.path() / "bin").string();
    return std::string();
  }();
  return folder;
}

std::string textOf(const std::string &file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

[[noreturn]] void fail(const std::string &what, const std::string &folder) {
  const std::string log = textOf(folder + "/log");
  throw std::runtime_error(what + ":\n" + log.substr(log.size() < 2000 ? 0 : log.size() - 2000));
}

Process::How howIn(const std::string &folder) {
  Process::How how;
  how.folder = folder;
  how.log = folder + "/log";
  how.deathSignal = SIGQUIT; // "immediate shutdown": takes the backends along
  return how;
}

void copyData(const std::string &from, const std::string &folder) {
  if (!isDone({"/bin/cp", "-a", from, folder + "/data"}, howIn(folder)))
    fail("cp", folder);
}

/// The data folder that initdb made for this program.
class Template {
public:
  Template() : folder_(makeFolder("template")) {
    const std::string data = folder_ + "/data";
    if (!isDone({programs() + "/initdb", "-D", data, "-A", "trust", "-U", "app", "-E", "UTF8",
                 "--locale=C", "--no-sync", "--wal-segsize=1"},
                howIn(folder_)))
      fail("initdb", folder_);
    std::ofstream(data + "/pg_hba.conf") << "host all secured all scram-sha-256\n"
                                            "local all all trust\n"
                                            "host all all 127.0.0.0/8 trust\n"
                                            "host all all 10.213.0.0/16 trust\n"
                                            "local replication all trust\n";
    std::ofstream(folder_ + "/sql") << "CREATE ROLE web LOGIN\n"
                                       "CREATE ROLE secured LOGIN PASSWORD 's3cret-word'\n"
                                       "GRANT pg_monitor TO web\n"
                                       "CREATE DATABASE shop OWNER web\n";
    Process::How how = howIn(folder_);
    how.input = folder_ + "/sql";
    if (!isDone({programs() + "/postgres", "--single", "-D", data, "-F", "postgres"}, how))
      fail("postgres --single", folder_);
  }

  ~Template() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  const std::string &folder() const { return folder_; }

private:
  std::string folder_;
};

} // namespace

bool PostgresServer::isInstalled() {
  return !programs().empty();
}

PostgresServer &PostgresServer::shared() {
  static PostgresServer server;
  return server;
}

PostgresServer::PostgresServer(Copied, Settings settings)
    : settings_(std::move(settings)), folder_(makeFolder("pg")), port_(freePort()) {}

PostgresServer::PostgresServer(Settings settings) : PostgresServer(Copied(), std::move(settings)) {
  static const Template origin;
  copyData(origin.folder() + "/data", folder_);
  start();
}

std::unique_ptr<PostgresServer> PostgresServer::copyOf(PostgresServer &origin) {
  std::unique_ptr<PostgresServer> copy(new PostgresServer(Copied(), origin.settings_));
  origin.stopFast();
  copyData(origin.data(), copy->folder_);
  origin.start();
  copy->start();
  return copy;
}

std::unique_ptr<PostgresServer> PostgresServer::backupOf(const PostgresServer &origin) {
  std::unique_ptr<PostgresServer> copy(new PostgresServer(Copied(), origin.settings_));
  if (!isDone({programs() + "/pg_basebackup", "-D", copy->data(), "-h", origin.folder_, "-p",
               std::to_string(origin.port_), "-U", "app", "-c", "fast", "--no-sync"},
              copy->how()))
    fail("pg_basebackup", copy->folder_);
  copy->start();
  return copy;
}

std::unique_ptr<PostgresServer> PostgresServer::standbyOf(const PostgresServer &origin) {
  std::unique_ptr<PostgresServer> copy(new PostgresServer(Copied(), origin.settings_));
  if (!isDone({programs() + "/pg_basebackup", "-D", copy->data(), "-h", origin.folder_, "-p",
               std::to_string(origin.port_), "-U", "app", "-c", "fast", "--no-sync", "-R"},
              copy->how()))
    fail("pg_basebackup", copy->folder_);
  copy->start();
  return copy;
}

PostgresServer::~PostgresServer() {
  process_ = Process();
  std::error_code ignored;
  if (!folder_.empty())
    std::filesystem::remove_all(folder_, ignored);
}

std::string PostgresServer::urlAt(std::uint16_t port, const std::string &more) {
  return "host=127.0.0.1 port=" + std::to_string(port) + " user=web dbname=shop " + more;
}

std::string PostgresServer::url(const std::string &more) const {
  return urlAt(port_, more);
}

std::string PostgresServer::adminUrl(const std::string &more) const {
  return "host=" + folder_ + " port=" + std::to_string(port_) + " user=app dbname=shop " + more;
}

Process::How PostgresServer::how() const {
  return howIn(folder_);
}

// A server that was killed leaves backends that take a moment to die, and a port that may be in
// use by them: started again until it stays.
void PostgresServer::start() {
  std::vector<std::string> command = {programs() + "/postgres", "-D", data(), "-F"};
  for (const std::string &setting :
       {"unix_socket_directories=" + folder_, "port=" + std::to_string(port_),
        std::string("listen_addresses=127.0.0.1,127.0.0.2"), std::string("max_connections=100"),
        std::string("shared_buffers=16MB")})
    command.insert(command.end(), {"-c", setting});
  for (const std::string &setting : settings_)
    command.insert(command.end(), {"-c", setting});
  const bool isUp = eventually(
      [&] {
        if (!process_.isRunning())
          process_ = Process(command, how());
        return PQping(adminUrl().c_str()) == PQPING_OK && PQping(url().c_str()) == PQPING_OK;
      },
      std::chrono::seconds(60));
  if (!isUp)
    fail("PostgreSQL does not start", folder_);
}

void PostgresServer::stopFast() {
  process_.signal(SIGINT);
  process_.exitCode();
}

void PostgresServer::stopAtOnce() {
  process_.signal(SIGQUIT);
  process_.exitCode();
}

void PostgresServer::kill9() {
  process_.signal(SIGSTOP); // or it would start new ones
  for (const pid_t child : process_.children())
    kill(child, SIGKILL);
  process_.signal(SIGKILL);
  process_.exitCode();
}

void PostgresServer::pause() const {
  process_.signal(SIGSTOP);
  for (const pid_t child : process_.children())
    kill(child, SIGSTOP);
}

void PostgresServer::resume() const {
  for (const pid_t child : process_.children())
    kill(child, SIGCONT);
  process_.signal(SIGCONT);
}

void PostgresServer::promote() const {
  ask("SELECT pg_promote()");
}

std::string PostgresServer::ask(const std::string &sql) const {
  return askOutside(adminUrl(), sql);
}

int PostgresServer::sessions(const std::string &role) const {
  return std::atoi(
      ask("SELECT count(*) FROM pg_stat_activity WHERE usename = '" + role + "'").c_str());
}

int PostgresServer::terminate(const std::string &role, const std::string &where) const {
  return std::atoi(ask("SELECT count(pg_terminate_backend(pid, 30000)) FROM pg_stat_activity "
                       "WHERE usename = '" +
                       role + "' AND " + where)
                       .c_str());
}

} // namespace repool::test
