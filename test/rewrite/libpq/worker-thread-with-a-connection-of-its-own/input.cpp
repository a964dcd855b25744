#include <libpq-fe.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

class Queue {
public:
  bool next(std::string &item);
};

static void work(Queue &queue, const std::string &url) {
  PGconn *conn = PQconnectdb(url.c_str());
  std::string item;
  while (queue.next(item)) {
    const char *values[] = {item.c_str()};
    PQclear(PQexecParams(conn, "INSERT INTO item VALUES ($1)", 1, nullptr, values, nullptr, nullptr, 0));
  }
  PQfinish(conn);
}

static std::thread startReporter(const std::string &url) {
  return std::thread([url] {
    PGconn *conn = PQconnectdb(url.c_str());
    PQclear(PQexec(conn, "NOTIFY started"));
    PQfinish(conn);
  });
}

int main(int argc, char **argv) {
  if (argc < 2)
    return 2;
  Queue queue;
  std::string url = argv[1];
  std::vector<std::thread> workers;
  for (int i = 0; i < 4; ++i)
    workers.emplace_back(work, std::ref(queue), url);
  workers.push_back(startReporter(url));
  for (std::thread &worker : workers)
    worker.join();
  return 0;
}
