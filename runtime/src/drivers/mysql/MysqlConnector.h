/// \file
/// How a call of the MySQL C API opens its connections.
///
/// Each is a handle of its own, made by mysql_init, with the call's options. Failure is a handle
/// with the error on it, never an exception. Automatic reconnect is off where the handle is pooled.
/// The client library is initialised once, and never ended: other code may use it.

#ifndef REPOOL_SRC_DRIVERS_MYSQL_MYSQLCONNECTOR_H
#define REPOOL_SRC_DRIVERS_MYSQL_MYSQLCONNECTOR_H

#include "../../Connector.h"
#include "Call.h"

#include <utility>

namespace repool::detail {

class MysqlConnector final : public Connector {
public:
  explicit MysqlConnector(MysqlCall call);

  Target target() const override;
  std::uint64_t stamp() const noexcept override;
  Opened connectAsCalled() const override;
  Opened connect(TimePoint deadline) const override;
  std::shared_ptr<const Connector> via(const std::string &url) const override;
  Opened refuse(const Failure &failure) const override;

private:
  MysqlCall call_;
};

} // namespace repool::detail

#endif // REPOOL_SRC_DRIVERS_MYSQL_MYSQLCONNECTOR_H
