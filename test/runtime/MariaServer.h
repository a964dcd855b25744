/// \file
/// A MariaDB server of our own: made for one test program, in a temporary folder, on a socket there
/// and a port of the loopback, gone with it. When started by root it runs as `mysql` or `nobody`,
/// because MariaDB refuses root. Ready within a few seconds; keeps nothing safe from a crash.

#ifndef REPOOL_TEST_RUNTIME_MARIASERVER_H
#define REPOOL_TEST_RUNTIME_MARIASERVER_H

#include <mysql.h>

#include <arpa/inet.h>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <netinet/in.h>
#include <pwd.h>
#include <signal.h>
#include <string>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace repool::test {

/// Every row of what \p sql gives, values with commas and rows with semicolons; or the error.
inline std::string ask(MYSQL *mysql, const std::string &sql) {
  if (mysql_query(mysql, sql.c_str()) != 0)
    return "error " + std::to_string(mysql_errno(mysql)) + ": " + mysql_error(mysql);
  std::string answer;
  MYSQL_RES *const result = mysql_store_result(mysql);
  if (!result)
    return answer;
  while (const MYSQL_ROW row = mysql_fetch_row(result)) {
    answer += answer.empty() ? "" : ";";
    for (unsigned i = 0; i < mysql_num_fields(result); ++i)
      answer += std::string(i ? "," : "") + (row[i] ? row[i] : "NULL");
  }
  mysql_free_result(result);
  return answer;
}

class MariaServer {
public:
  /// The only one; null if there is no MariaDB to start.
  static MariaServer *instance() {
    static MariaServer server;
    return server.isRunning_ ? &server : nullptr;
  }

  MariaServer(const MariaServer &) = delete;
  MariaServer &operator=(const MariaServer &) = delete;

  const std::string &socket() const { return socket_; }

  const std::string &folder() const { return folder_; }

  unsigned port() const { return port_; }

  /// Whether it can speak TLS, with a certificate of its own making.
  bool hasTls() const { return hasTls_; }

  /// Makes it a black hole: the kernel still takes connections and bytes, nobody answers.
  void pause() const {
    kill(server_, SIGSTOP);
    waitpid(server_, nullptr, WUNTRACED); // until all its threads stand
  }

  void resume() const { kill(server_, SIGCONT); }

  /// Asks as root, over a connection of its own, outside all pools.
  std::string ask(const std::string &sql, const char *database = nullptr) const {
    MYSQL *const mysql = mysql_init(nullptr);
    std::string answer = "no connection";
    mysql_options(mysql, MYSQL_SET_CHARSET_NAME, "utf8mb4");
    if (mysql_real_connect(mysql, nullptr, "root", "", database, 0, socket_.c_str(), 0))
      answer = test::ask(mysql, sql);
    mysql_close(mysql);
    return answer;
  }

private:
  MariaServer() {
    const std::string program = findProgram("mariadbd");
    const std::string installer = findProgram("mariadb-install-db");
    if (program.empty() || installer.empty())
      return;
    std::string name = "/tmp/repool-maria-XXXXXX";
    folder_ = mkdtemp(name.data());
    if (const passwd *const user = unprivileged())
      if (chown(folder_.c_str(), user->pw_uid, user->pw_gid) != 0)
        return;
    socket_ = folder_ + "/socket";
    port_ = freePort();
    const std::vector<std::string> common = {"--no-defaults",
                                             "--datadir=" + folder_ + "/data",
                                             "--skip-name-resolve",
                                             "--innodb-log-file-size=8M",
                                             "--innodb-buffer-pool-size=16M",
                                             "--innodb-flush-log-at-trx-commit=0",
                                             "--innodb-doublewrite=0",
                                             "--innodb-use-native-aio=0"};
    std::vector<std::string> install = {installer};
    install.insert(install.end(), common.begin(), common.end());
    install.insert(install.end(), {"--auth-root-authentication-method=normal", "--skip-test-db"});
    int status = 0;
    waitpid(start(install), &status, 0);
    if (status != 0)
      return;
    std::vector<std::string> serve = {program};
    serve.insert(serve.end(), common.begin(), common.end());
    serve.insert(serve.end(), {"--socket=" + socket_, "--port=" + std::to_string(port_),
                               "--bind-address=127.0.0.1", "--pid-file=" + folder_ + "/pid",
                               "--max-connections=100", "--character-set-server=utf8mb4"});
    hasTls_ = makeCertificate();
    if (hasTls_)
      serve.insert(serve.end(),
                   {"--ssl-cert=" + folder_ + "/cert.pem", "--ssl-key=" + folder_ + "/key.pem"});
    server_ = start(serve);
    for (int i = 0; i < 600 && !isRunning_ && waitpid(server_, nullptr, WNOHANG) == 0; ++i) {
      isRunning_ = ask("SELECT 1") == "1";
      if (!isRunning_)
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
  }

  ~MariaServer() {
    if (server_ > 0) {
      kill(server_, SIGKILL); // nothing is to be kept
      waitpid(server_, nullptr, 0);
    }
    std::error_code ignored;
    if (!folder_.empty())
      std::filesystem::remove_all(folder_, ignored);
  }

  static std::string findProgram(const std::string &name) {
    for (const char *const folder : {"/usr/sbin/", "/usr/bin/", "/usr/local/bin/"})
      if (access((folder + name).c_str(), X_OK) == 0)
        return folder + name;
    return {};
  }

  bool makeCertificate() {
    const std::string openssl = findProgram("openssl");
    if (openssl.empty())
      return false;
    int status = 1;
    waitpid(
        start({openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost",
               "-keyout", folder_ + "/key.pem", "-out", folder_ + "/cert.pem"}),
        &status, 0);
    return status == 0;
  }

  static unsigned freePort() {
    const int probe = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    bind(probe, reinterpret_cast<sockaddr *>(&address), size);
    getsockname(probe, reinterpret_cast<sockaddr *>(&address), &size);
    close(probe);
    return ntohs(address.sin_port);
  }

  static const passwd *unprivileged() {
    if (geteuid() != 0)
      return nullptr;
    const passwd *const mysql = getpwnam("mysql");
    return mysql ? mysql : getpwnam("nobody");
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
    prctl(PR_SET_PDEATHSIG, SIGKILL); // a test that dies takes the server along
    const int out = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    dup2(out, 1);
    dup2(out, 2);
    if (chdir(folder_.c_str()) != 0)
      _exit(126);
    execv(arguments[0], arguments.data());
    _exit(127);
  }

  std::string folder_;
  std::string socket_;
  unsigned port_ = 0;
  pid_t server_ = 0;
  bool isRunning_ = false;
  bool hasTls_ = false;
};

} // namespace repool::test

#endif // REPOOL_TEST_RUNTIME_MARIASERVER_H
