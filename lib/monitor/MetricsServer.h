/// \file
/// Serves a text on /metrics for a scraper, until it is destroyed.
///
/// Listens where it is told to, which is loopback unless the user says otherwise. A port that is
/// taken is an error; port 0 is any that is free. Nothing else is served.
#pragma once

#include "llvm/Support/Error.h"

#include <memory>
#include <string>

namespace repool::monitor {

class MetricsServer {
public:
  /// \p address "127.0.0.1:9464" or "[::1]:9464".
  static llvm::Expected<std::unique_ptr<MetricsServer>> listen(const std::string &address);

  virtual ~MetricsServer() = default;

  /// "http://127.0.0.1:9464/metrics".
  virtual std::string url() const = 0;

  /// What is served from now on.
  virtual void publish(std::string text) = 0;
};

} // namespace repool::monitor
