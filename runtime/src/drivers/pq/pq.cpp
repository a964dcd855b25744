// The public functions of the libpq driver: sources for C++, open and close for C.

#include "repool/pq.h"

#include "../ConnectorCache.h"
#include "PqConnector.h"

#include <libpq-fe.h>

#include <memory>
#include <string_view>
#include <utility>

namespace repool {

namespace {

using detail::Loan;
using detail::PqArguments;

struct OfTexts {};

struct OfLists {};

std::shared_ptr<const detail::Connector> connectorOf(std::string_view conninfo) {
  return detail::ConnectorCache<OfTexts>::get(conninfo, [&] {
    return std::make_shared<detail::PqConnector>(PqArguments::text(std::string(conninfo)));
  });
}

std::shared_ptr<const detail::Connector> connectorOf(PqArguments list) {
  return detail::ConnectorCache<OfLists>::get(
      list.fingerprint(), [&] { return std::make_shared<detail::PqConnector>(std::move(list)); });
}

const char *orEmpty(const char *text) {
  return text ? text : "";
}

// No exception may reach C; out of memory is what NULL from libpq means.
template <class Arguments> PGconn *openForC(Arguments arguments, const void *caller) noexcept {
  try {
    Loan loan(connectorOf(std::move(arguments)), 0, detail::Place{nullptr, 0, caller});
    return static_cast<PGconn *>(detail::writeDown(std::move(loan)));
  } catch (...) {
    return nullptr;
  }
}

} // namespace

Source<pg_conn> pq(const char *conninfo) {
  return Source<pg_conn>(connectorOf(std::string_view(orEmpty(conninfo))));
}

Source<pg_conn> pq(const std::string &conninfo) {
  return Source<pg_conn>(connectorOf(std::string_view(conninfo)));
}

Source<pg_conn> pqParams(const char *const *keywords, const char *const *values,
                         int expand_dbname) {
  return Source<pg_conn>(connectorOf(PqArguments::list(keywords, values, expand_dbname != 0)));
}

Source<pg_conn> pqLogin(const char *host, const char *port, const char *options,
                        const char * /*tty*/, const char *dbname, const char *login,
                        const char *pwd) {
  return Source<pg_conn>(connectorOf(PqArguments::login(host, port, options, dbname, login, pwd)));
}

} // namespace repool

using repool::detail::PqArguments;

extern "C" PGconn *repool_pq_open(const char *conninfo) {
  return repool::openForC(std::string_view(repool::orEmpty(conninfo)), __builtin_return_address(0));
}

extern "C" PGconn *repool_pq_open_params(const char *const *keywords, const char *const *values,
                                         int expand_dbname) {
  return repool::openForC(PqArguments::list(keywords, values, expand_dbname != 0),
                          __builtin_return_address(0));
}

extern "C" PGconn *repool_pq_open_login(const char *host, const char *port, const char *options,
                                        const char * /*tty*/, const char *dbname, const char *login,
                                        const char *pwd) {
  return repool::openForC(PqArguments::login(host, port, options, dbname, login, pwd),
                          __builtin_return_address(0));
}

extern "C" void repool_pq_close(PGconn *conn) {
  repool::detail::Loan loan = repool::detail::takeOut(conn);
  if (!loan.handle())
    PQfinish(conn);
}
