// Sends requests from many threads and counts what it takes to answer them.
#pragma once

#include <cstdint>
#include <string>

struct LoadResult {
  double seconds = 0;
  long failures = 0; // replies with a status of 500 and above
  std::uint64_t responses =
      0; // sum over all replies; the same for every number of threads
};

LoadResult runLoad(const std::string &database, int requests, int threads);
