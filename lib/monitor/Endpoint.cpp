#include "monitor/Endpoint.h"

#include "monitor/MysqlProbe.h"
#include "monitor/Postgres.h"
#include "monitor/TcpProbe.h"
#include "monitor/Url.h"

namespace repool::monitor {

namespace {

// Other schemes that people write without a port.
unsigned usualPort(const std::string &scheme) {
  if (scheme == "redis")
    return 6379;
  return 0;
}

bool isPostgres(const NamedText &named) {
  const auto url = parseUrl(named.text);
  return !url || url->scheme == "postgres" || url->scheme == "postgresql";
}

llvm::Error refuse(const NamedText &named) {
  return llvm::createStringError(
      std::make_error_code(std::errc::invalid_argument),
      named.from + " cannot be read; write postgres://user@host:port/database, key=value words as "
                   "libpq takes them, mysql://user@host:port/database or tcp://host:port");
}

llvm::Expected<Endpoint> otherEndpoint(const NamedText &named, const Url &url) {
  if (url.scheme == "mysql" || url.scheme == "mariadb")
    return Endpoint{url.user + '@' + addressOf(url, 3306) + (url.path.empty() ? "/" : url.path),
                    mysqlProbe(url)};
  const unsigned port = url.port ? url.port : usualPort(url.scheme);
  if (url.host.empty() || port == 0)
    return refuse(named);
  return Endpoint{url.scheme + "://" + addressOf(url, port), tcpProbe(url.host, port)};
}

} // namespace

llvm::Expected<std::vector<Endpoint>> endpointsOf(const std::vector<NamedText> &texts) {
  PostgresParameters own;
  for (const NamedText &named : texts)
    if (isPostgres(named))
      own = postgresParameters(named.text).value_or(PostgresParameters());
  std::vector<Endpoint> endpoints;
  for (const NamedText &named : texts) {
    if (!isPostgres(named)) {
      auto endpoint = otherEndpoint(named, *parseUrl(named.text));
      if (!endpoint)
        return endpoint.takeError();
      endpoints.push_back(std::move(*endpoint));
      continue;
    }
    auto parameters = postgresParameters(named.text);
    if (!parameters || parameters->empty())
      return refuse(named);
    if (!parameters->count("service"))
      for (const char *const name : {"user", "password", "dbname"})
        if (const auto found = own.find(name); found != own.end())
          parameters->insert(*found);
    endpoints.push_back({placeOf(*parameters), postgresProbe(*parameters)});
  }
  return endpoints;
}

} // namespace repool::monitor
