/// \file
/// Asks an HTTP URL: the health page, and the service's /metrics.
///
///   "http://user:password@host:port/path?query"  ->  HttpTarget  ->  Answer and body
///
/// Good is a 2xx that came whole and in time; a redirect is none. Does not follow, retry or keep a
/// connection, and looks up names without a time limit of its own.
#pragma once

#include "llvm/Support/Error.h"
#include "monitor/Check.h"
#include "monitor/Url.h"

#include <string>

namespace repool::monitor {

struct HttpTarget {
  Url url;

  /// Without login and query, which may hold secrets.
  std::string place() const;
};

/// \p what names the option: "--url".
llvm::Expected<HttpTarget> httpTarget(const std::string &text, const std::string &what);

/// /metrics of the same server.
HttpTarget metricsOf(const HttpTarget &target);

struct HttpAnswer {
  Answer answer;
  std::string body;
};

HttpAnswer get(const HttpTarget &target, std::chrono::milliseconds timeout);

} // namespace repool::monitor
