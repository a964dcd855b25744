/// \file
/// A PostgreSQL server of our own: made for one test program, on a socket in a temporary folder,
/// gone with it. Speaks no TCP, so it needs no port. When started by root it runs as `postgres` or
/// `nobody`, because PostgreSQL refuses root.

#ifndef REPOOL_TEST_RUNTIME_PGSERVER_H
#define REPOOL_TEST_RUNTIME_PGSERVER_H

#include <libpq-fe.h>

#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <gtest/gtest.h>
#include <pwd.h>
#include <signal.h>
#include <string>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace repool::test {

class PgServer {
public:
  /// The only one; null if there is no PostgreSQL to start.
  static PgServer *instance() {
    static PgServer server;
    return server.isRunning_ ? &server : nullptr;
  }

  PgServer(const PgServer &) = delete;
  PgServer &operator=(const PgServer &) = delete;

  std::string url() const { return "host=" + folder_ + " port=5432 user=app dbname=postgres"; }

  const std::string &folder() const { return folder_; }

private:
  PgServer() : bin_(findBin()) {
    if (bin_.empty())
      return;
    std::string name = "/tmp/repool-pg-XXXXXX";
    folder_ = mkdtemp(name.data());
    if (const passwd *const user = unprivileged())
      if (chown(folder_.c_str(), user->pw_uid, user->pw_gid) != 0)
        return;
    const std::string data = folder_ + "/data";
    const pid_t initdb = start({bin_ + "/initdb", "-D", data, "-A", "trust", "-U", "app", "-E",
                                "UTF8", "--locale=C", "--no-sync"});
    int status = 0;
    waitpid(initdb, &status, 0);
    if (status != 0)
      return;
    server_ = start({bin_ + "/postgres", "-D", data, "-k", folder_, "-p", "5432", "-c",
                     "listen_addresses=", "-c", "fsync=off", "-c", "max_connections=100"});
    for (int i = 0; i < 600 && !isRunning_; ++i) {
      isRunning_ = PQping(url().c_str()) == PQPING_OK;
      if (!isRunning_)
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
  }

  ~PgServer() {
    if (server_ > 0) {
      kill(server_, SIGQUIT);
      waitpid(server_, nullptr, 0);
    }
    std::error_code ignored;
    if (!folder_.empty())
      std::filesystem::remove_all(folder_, ignored);
  }

  static std::string findBin() {
    if (const char *const given = std::getenv("REPOOL_PG_BINDIR"))
      return given;
    std::error_code none;
    for (const auto &version : std::filesystem::directory_iterator("/usr/lib/postgresql", none))
      if (std::filesystem::exists(version.path() / "bin/initdb"))
        return (version.path() / "bin").string();
    return {};
  }

  static const passwd *unprivileged() {
    if (geteuid() != 0)
      return nullptr;
    const passwd *const postgres = getpwnam("postgres");
    return postgres ? postgres : getpwnam("nobody");
  }

  pid_t start(std::vector<std::string> command) {
    const passwd *const user = unprivileged();
    const uid_t uid = user ? user->pw_uid : geteuid();
    const gid_t gid = user ? user->pw_gid : getegid();
    std::vector<char *> arguments;
    for (std::string &word : command)
      arguments.push_back(word.data());
    arguments.push_back(nullptr);
    const std::string log = folder_ + "/log";
    const pid_t child = fork();
    if (child != 0)
      return child;
    if (user && (setgid(gid) != 0 || setuid(uid) != 0))
      _exit(126);
    prctl(PR_SET_PDEATHSIG, SIGQUIT); // a test that dies takes the server along
    const int out = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    dup2(out, 1);
    dup2(out, 2);
    if (chdir(folder_.c_str()) != 0)
      _exit(126);
    execv(arguments[0], arguments.data());
    _exit(127);
  }

  std::string bin_;
  std::string folder_;
  pid_t server_ = 0;
  bool isRunning_ = false;
};

/// The first value of what \p sql gives, or the error.
inline std::string ask(PGconn *conn, const std::string &sql) {
  PGresult *const result = PQexec(conn, sql.c_str());
  std::string answer;
  if (PQresultStatus(result) == PGRES_TUPLES_OK && PQntuples(result) > 0)
    answer = PQgetvalue(result, 0, 0);
  else if (PQresultStatus(result) != PGRES_COMMAND_OK && PQresultStatus(result) != PGRES_TUPLES_OK)
    answer = PQresultErrorMessage(result);
  PQclear(result);
  return answer;
}

/// Asks over a connection of its own, outside all pools.
inline std::string askOutside(const std::string &url, const std::string &sql) {
  PGconn *const conn = PQconnectdb(url.c_str());
  std::string answer = ask(conn, sql);
  PQfinish(conn);
  return answer;
}

/// Runs \p body in a forked child and tells whether it returned true there.
template <class Body> bool holdsInChild(Body body) {
  const pid_t child = fork();
  if (child == 0)
    _exit(body() ? 0 : 1);
  int status = 1;
  waitpid(child, &status, 0);
  return status == 0;
}

} // namespace repool::test

#endif // REPOOL_TEST_RUNTIME_PGSERVER_H
