/// \file
/// How a libpq call opens its connection: by text, by parameters, or as PQsetdbLogin does.
///
/// The arguments are copied and read by libpq alone, for the connection and for the pool's key.
/// PQsetdbLogin becomes the list that means the same. Failure is a handle in CONNECTION_BAD, never
/// an exception.

#ifndef REPOOL_SRC_DRIVERS_PQ_PQCONNECTOR_H
#define REPOOL_SRC_DRIVERS_PQ_PQCONNECTOR_H

#include "../../Connector.h"
#include "Conninfo.h"

#include <libpq-fe.h>

#include <optional>
#include <string>
#include <vector>

namespace repool::detail {

/// The arguments of one call, by the function they are for. Null stays null where libpq tells it
/// from "".
class PqArguments {
public:
  static PqArguments text(std::string conninfo);
  static PqArguments list(const char *const *keywords, const char *const *values, bool expands);
  static PqArguments login(const char *host, const char *port, const char *options,
                           const char *dbname, const char *user, const char *password);

  /// PQconnectdb, or whichever it was.
  PGconn *open() const;

  /// PQconnectStart likewise.
  PGconn *start() const;

  /// PQping likewise.
  PGPing ping() const;

  std::optional<Conninfo> resolved() const;

  /// The same for equal arguments.
  std::string fingerprint() const;

private:
  std::optional<std::string> text_;
  std::vector<Parameter> list_; ///< login too: it is the same list, expanded
  bool expandsDbname_ = false;
};

class PqConnector final : public Connector {
public:
  explicit PqConnector(PqArguments arguments);

  Target target() const override;

  std::uint64_t stamp() const noexcept override { return conninfoStamp(namesService_); }

  Opened connectAsCalled() const override;
  Opened connect(TimePoint deadline) const override;
  std::shared_ptr<const Connector> via(const std::string &url) const override;
  Opened refuse(const Failure &failure) const override;

private:
  PqArguments arguments_;
  bool namesService_;
};

} // namespace repool::detail

#endif // REPOOL_SRC_DRIVERS_PQ_PQCONNECTOR_H
