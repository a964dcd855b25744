/// \file
/// libpq with a deadline: connecting and asking, as the runtime itself does it.
///
/// PQconnectdb and PQexec wait as long as the network lets them; these end in time. Used for the
/// runtime's own questions and for opening, never for the program's statements. What fails leaves a
/// handle that is only good for PQerrorMessage and PQfinish.

#ifndef REPOOL_SRC_DRIVERS_PQ_WIRE_H
#define REPOOL_SRC_DRIVERS_PQ_WIRE_H

#include "../../Connector.h"
#include "Conninfo.h"

#include <libpq-fe.h>

#include <optional>
#include <string>
#include <vector>

namespace repool::detail {

/// Brings a connection that PQconnectStart began to its end. The failure's blame is None if it is
/// good; its message is what PQerrorMessage would say after PQconnectdb.
Failure completeConnect(PGconn *conn, TimePoint deadline);

/// The earlier of \p deadline and what the call's own connect_timeout says.
TimePoint connectDeadline(const std::optional<Conninfo> &conninfo, TimePoint deadline);

/// Whose fault a failed connect is. \p state: the SQLSTATE, "" if unknown.
Blame blameOf(const std::string &state, const std::string &message);

/// Waits for the answers to what was sent. False if any is an error, or they do not come in time.
/// \p row: the first row of the last answer that has one.
bool collect(PGconn *conn, TimePoint deadline, std::vector<std::string> *row = nullptr) noexcept;

/// Sends and collects.
bool ask(PGconn *conn, const char *sql, TimePoint deadline,
         std::vector<std::string> *row = nullptr) noexcept;

/// A handle in CONNECTION_BAD whose PQerrorMessage is \p message. Null if out of memory.
PGconn *failedHandle(const std::string &message);

} // namespace repool::detail

#endif // REPOOL_SRC_DRIVERS_PQ_WIRE_H
