#include "config.h"

#include <cstdlib>

static std::string variable(const char *name, const std::string &otherwise) {
  const char *value = std::getenv(name);
  return value && *value ? value : otherwise;
}

static Config read() {
  Config config;
  config.database = variable("DATABASE_URL", "postgresql://127.0.0.1/pitches");
  config.host = variable("HOST", config.host);
  config.port = std::atoi(variable("PORT", std::to_string(config.port)).c_str());
  config.threads = std::atoi(variable("THREADS", std::to_string(config.threads)).c_str());
  return config;
}

const Config &config() {
  static const Config config = read();
  return config;
}
