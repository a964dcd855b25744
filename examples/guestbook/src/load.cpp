#include "load.h"

#include "checksum.h"
#include "service.h"

#include <atomic>
#include <chrono>
#include <random>
#include <thread>
#include <vector>

namespace {

constexpr int Books = 64;

struct Request {
  int book;
  std::string text;
};

// The same sequence in every run: mostly reading, one in ten writes.
std::vector<Request> makeRequests(int count) {
  static const char *const Authors[] = {"ada", "bob", "cleo", "dan", "eve"};
  std::mt19937 random(20240229);
  std::vector<Request> requests;
  for (int i = 0; i < count; ++i) {
    int book = static_cast<int>(random() % Books);
    int kind = static_cast<int>(random() % 100);
    int number = static_cast<int>(1 + random() % 20);
    std::string author = Authors[random() % 5];
    std::string where = std::to_string(book) + ' ';
    std::string text;
    if (kind < 5)
      text = "SIGN " + where + author + " was here, request " + std::to_string(i);
    else if (kind < 9)
      text = "VISIT " + where;
    else if (kind < 10)
      text = "REMOVE " + where + std::to_string(number);
    else if (kind < 40)
      text = "LATEST " + where;
    else if (kind < 75)
      text = "SHOW " + where + std::to_string(number);
    else if (kind < 85)
      text = "SUMMARY " + where;
    else if (kind < 99)
      text = "AUTHOR " + where + author;
    else
      text = "SIGN " + where;
    requests.push_back({book, text});
  }
  return requests;
}

} // namespace

// A book belongs to one thread, so that its requests keep their order.
LoadResult runLoad(const std::string &database, int requests, int threads) {
  const std::vector<Request> all = makeRequests(requests);
  std::atomic<std::uint64_t> sum{0};
  std::atomic<long> failures{0};
  auto work = [&](int self) {
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (all[i].book % threads != self)
        continue;
      Reply reply = handle(database, all[i].text);
      sum += checksum(std::to_string(i) + ' ' + std::to_string(reply.status) + ' ' +
                      reply.text);
      if (reply.status >= 500)
        ++failures;
    }
  };

  auto start = std::chrono::steady_clock::now();
  std::vector<std::thread> pool;
  for (int self = 0; self < threads; ++self)
    pool.emplace_back(work, self);
  for (std::thread &thread : pool)
    thread.join();
  std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  return {seconds.count(), failures, sum};
}
