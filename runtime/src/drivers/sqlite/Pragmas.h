/// \file
/// What a PRAGMA leaves on a connection and how it is undone.
///
///   restored -> read when the connection is new, set back by the same PRAGMA
///   harmless -> leaves nothing, or what SqliteSession sets back in any case
///   journal_mode -> compared: it may be the file's own
///   anything else, known or not -> not undone: the connection is closed
///
/// Reading them all on each new connection would double the cost of opening one, so only those are
/// read that somebody in this process has been seen to set: the first one who does costs his
/// connection.

#ifndef REPOOL_SRC_DRIVERS_SQLITE_PRAGMAS_H
#define REPOOL_SRC_DRIVERS_SQLITE_PRAGMAS_H

#include <sqlite3.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>

namespace repool::detail {

/// Bit i: the i-th restored pragma.
using PragmaSet = std::uint32_t;

struct PragmaEffect {
  enum Kind { None, Restored, JournalMode, Unknown } kind = None;

  PragmaSet which = 0; ///< if restored
};

/// What `PRAGMA name = value` does; \p value null: it is only read.
PragmaEffect effectOf(const char *name, const char *value) noexcept;

class Pragmas {
public:
  /// Reads what is worth reading of a new connection.
  explicit Pragmas(sqlite3 *db);

  /// Sets back \p touched. False if one cannot be, or was not read.
  bool restore(sqlite3 *db, PragmaSet touched) const;

private:
  static constexpr std::size_t Most = 32;
  std::array<std::optional<std::string>, Most> atOpen_;
};

} // namespace repool::detail

#endif // REPOOL_SRC_DRIVERS_SQLITE_PRAGMAS_H
