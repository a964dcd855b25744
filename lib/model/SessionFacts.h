/// \file
/// What one function does with the session behind a handle: the statements it executes, the
/// functions it hands the handle to, and the calls whose effect no table knows.
///
///   analyze -> SessionFacts of a handle or parameter -> decide joins them over the program
///
/// Plain values. Complete: a use that is in none of the three lists leaves nothing on the session.
#pragma once

#include "model/Span.h"

#include <optional>
#include <string>
#include <vector>

namespace repool {

/// A text that the program builds, as far as it is known.
struct BuiltText {
  std::optional<std::string>
      text;            ///< a number that is not known is a NumberHole (sql/Statements.h)
  int parameter = -1;  ///< else: it is this parameter of the function, unchanged
  std::string unknown; ///< else: why

  bool operator==(const BuiltText &) const = default;
};

struct ExecutedStatement {
  Place place;
  BuiltText text;

  bool operator==(const ExecutedStatement &) const = default;
};

/// A function of the program that is given the handle, and the texts that go with it.
struct SessionCallee {
  std::string usr;
  unsigned parameter = 0;
  std::string name; ///< for messages
  Place place;
  std::vector<BuiltText> texts; ///< by argument

  bool operator==(const SessionCallee &) const = default;
};

/// A use of the handle that leaves something, needs something, or is not known.
struct SessionTouch {
  Place place;
  std::string what; ///< "'PQprepare' leaves a prepared statement"

  bool operator==(const SessionTouch &) const = default;
};

struct SessionFacts {
  std::vector<ExecutedStatement> statements;
  std::vector<SessionCallee> callees;
  std::vector<SessionTouch> touches;

  bool operator==(const SessionFacts &) const = default;
};

} // namespace repool
