// Forks while it has connections, lets the child end in some way, and tells whether the parent's
// sessions are still its own:
//   forks HOW STATE URL
// HOW: exit, _exit, exec, silent (the child never borrows); STATE: idle, busy.

#include "repool/pq.h"
#include "repool/stats.h"

#include <libpq-fe.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

// The child of a fork starts threads of its own, which ThreadSanitizer refuses unless told.
extern "C" const char *__tsan_default_options();

extern "C" const char *__tsan_default_options() {
  return "die_after_fork=0";
}

// Kerberos, which libpq asks for credentials, keeps memory per thread: in the child nobody points
// to that of the parent's other threads any more.
extern "C" const char *__lsan_default_suppressions();

extern "C" const char *__lsan_default_suppressions() {
  return "leak:libkrb5support\nleak:libgssapi_krb5\nleak:libcrypto";
}

namespace {

std::string ask(PGconn *conn, const char *sql) {
  if (PQstatus(conn) != CONNECTION_OK)
    return PQerrorMessage(conn); // PQexec would put its own words there
  PGresult *const result = PQexec(conn, sql);
  const std::string answer =
      PQresultStatus(result) == PGRES_TUPLES_OK ? PQgetvalue(result, 0, 0) : PQerrorMessage(conn);
  PQclear(result);
  return answer;
}

std::string backend(const std::string &url) {
  return repool::withDatabase(repool::pq(url),
                              [](PGconn *conn) { return ask(conn, "SELECT pg_backend_pid()"); });
}

int check(bool isTrue, const char *what) {
  if (!isTrue)
    std::printf("not so: %s\n", what);
  return isTrue ? 0 : 1;
}

} // namespace

int main(int count, char **arguments) {
  if (count != 4)
    return 2;
  const std::string how = arguments[1];
  const bool isBusy = arguments[2] == std::string("busy");
  const std::string url = arguments[3];
  const std::string before = backend(url);
  repool::Lease<PGconn> lease;
  if (isBusy) {
    lease = repool::withDatabase(repool::pq(url));
    ask(lease.get(), "BEGIN");
    ask(lease.get(), "CREATE TEMP TABLE mine AS SELECT 5 AS i");
  }
  const pid_t child = fork();
  if (child == 0) {
    int wrong = 0;
    if (how != "silent") {
      wrong += check(repool::stats().opened == 0, "the child starts empty");
      const std::string own = backend(url);
      wrong += check(own != before && !own.empty(), "the child has a session of its own");
      wrong += check(backend(url) == own, "and a pool");
    }
    std::fflush(stdout);
    if (how == "exec") {
      execl("/bin/true", "true", static_cast<char *>(nullptr));
      _exit(1);
    }
    if (how == "_exit")
      _exit(wrong);
    std::exit(wrong); // destroys what is static; a busy lease of main is not
  }
  int status = 1;
  waitpid(child, &status, 0);
  int wrong = check(WIFEXITED(status) && WEXITSTATUS(status) == 0, "the child ended well");
  if (isBusy) {
    wrong += check(ask(lease.get(), "SELECT i FROM mine") == "5", "the transaction goes on");
    lease.release();
  }
  wrong += check(backend(url) == before, "the parent's session survives");
  return wrong ? 1 : 0;
}
