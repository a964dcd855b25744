// guestbook DB                            answers the requests it reads, one a line
// guestbook --requests N --threads T DB   sends itself N requests and prints what they
// cost

#include "books.h"
#include "load.h"
#include "service.h"

#include <sqlite3.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <string>

namespace {

// SQLite calls this for each new connection of the process, whoever opens it.
std::atomic<long> connections{0};

int countConnection(sqlite3 *, const char **, const void *) {
  ++connections;
  return SQLITE_OK;
}

struct Options {
  int requests = 0;
  int threads = 4;
  std::string database;
};

// False if the command line makes no sense.
bool parse(int argc, char **argv, Options &options) {
  for (int i = 1; i < argc; ++i) {
    std::string word = argv[i];
    if (word == "--requests" && i + 1 < argc)
      options.requests = std::atoi(argv[++i]);
    else if (word == "--threads" && i + 1 < argc)
      options.threads = std::atoi(argv[++i]);
    else if (options.database.empty() && word[0] != '-')
      options.database = word;
    else
      return false;
  }
  return !options.database.empty() && options.threads > 0 && options.requests >= 0;
}

} // namespace

int main(int argc, char **argv) {
  Options options;
  if (!parse(argc, argv, options)) {
    std::cerr << "usage: guestbook [--requests N] [--threads T] DB\n";
    return 2;
  }
  sqlite3_auto_extension(reinterpret_cast<void (*)()>(countConnection));
  if (!createTables(options.database))
    return 1;

  if (options.requests == 0) {
    std::string request;
    while (std::getline(std::cin, request)) {
      Reply reply = handle(options.database, request);
      std::cout << reply.status << ' ' << reply.text << '\n';
    }
    return 0;
  }
  LoadResult result = runLoad(options.database, options.requests, options.threads);
  long opened = connections;
  std::printf("requests %d\nthreads %d\nconnections %ld\nseconds %.3f\nrequests/s %.0f\n"
              "failures %ld\nresponses %016llx\ncontent %016llx\n",
              options.requests, options.threads, opened, result.seconds,
              options.requests / result.seconds, result.failures,
              static_cast<unsigned long long>(result.responses),
              static_cast<unsigned long long>(contentChecksum(options.database)));
  return result.failures ? 1 : 0;
}
