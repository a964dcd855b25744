#include <libpq-fe.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

/* The child goes on with what its parent has opened. */
int handle_report(const char *dsn)
{
  PGconn *conn = PQconnectdb(dsn);
  pid_t child;
  int status = -1;
  if (PQstatus(conn) != CONNECTION_OK) {
    PQfinish(conn);
    return -1;
  }
  child = fork();
  if (child == 0) {
    PQclear(PQexec(conn, "SELECT 1"));
    _exit(0);
  }
  waitpid(child, &status, 0);
  PQfinish(conn);
  return status;
}

/* The child does something else, while the connection is open. */
int handle_print(const char *dsn, const char *text)
{
  PGconn *conn = PQconnectdb(dsn);
  int status = -1;
  PGresult *result;
  if (PQstatus(conn) != CONNECTION_OK) {
    PQfinish(conn);
    return -1;
  }
  if (fork() == 0) {
    execlp("lp", "lp", text, (char *)0);
    _exit(127);
  }
  result = PQexec(conn, "SELECT 1");
  status = PQresultStatus(result);
  PQclear(result);
  PQfinish(conn);
  return status;
}

/* Closed before: nothing to share. */
int handle_mail(const char *dsn, const char *text)
{
  PGconn *conn = PQconnectdb(dsn);
  PGresult *result;
  int status;
  if (PQstatus(conn) != CONNECTION_OK) {
    PQfinish(conn);
    return -1;
  }
  result = PQexec(conn, "SELECT 1");
  status = PQresultStatus(result);
  PQclear(result);
  PQfinish(conn);
  if (fork() == 0) {
    execlp("mail", "mail", text, (char *)0);
    _exit(127);
  }
  return status;
}

static void notify(void)
{
  if (fork() == 0)
    _exit(0);
}

/* The fork is in what it calls. */
int handle_order(const char *dsn)
{
  PGconn *conn = PQconnectdb(dsn);
  if (PQstatus(conn) != CONNECTION_OK) {
    PQfinish(conn);
    return -1;
  }
  PQclear(PQexec(conn, "SELECT 1"));
  notify();
  PQfinish(conn);
  return 0;
}
