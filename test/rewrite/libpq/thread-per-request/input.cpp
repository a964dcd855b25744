#include <libpq-fe.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>
#include <thread>

static void serve(int client, const std::string &url) {
  PGconn *conn = PQconnectdb(url.c_str());
  PGresult *result = PQexec(conn, "SELECT count(*) FROM visit");
  if (PQresultStatus(result) == PGRES_TUPLES_OK)
    (void)!write(client, PQgetvalue(result, 0, 0), PQgetlength(result, 0, 0));
  PQclear(result);
  PQfinish(conn);
  close(client);
}

int main(int argc, char **argv) {
  if (argc < 2)
    return 2;
  int server = socket(AF_INET, SOCK_STREAM, 0);
  listen(server, 16);
  while (true) {
    int client = accept(server, nullptr, nullptr);
    std::thread(serve, client, std::string(argv[1])).detach();
  }
}
