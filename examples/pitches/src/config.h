#ifndef PITCHES_CONFIG_H
#define PITCHES_CONFIG_H

#include <string>

/// What the environment says of the service.
struct Config {
  std::string database;           ///< DATABASE_URL
  std::string host = "127.0.0.1"; ///< HOST
  int port = 8080;                ///< PORT
  int threads = 256;              ///< THREADS; each serves one client for as long as it stays
};

/// Read once, when it is first asked for.
const Config &config();

#endif
