/// \file
/// The `CREATE TABLE` statements of a program: which names are plain tables, and what writing them
/// runs.
///
///   schema.sql -> Schema{tables, functions}
///
/// `schema:` of `.repool.yaml` names the file. It is believed to be whole: a name that it does not
/// have may be anything, a table that it has is one and has no triggers but those in the file. What
/// the reader does not know in it takes the proof away and never gives one.
#pragma once

#include "sql/Dialect.h"

#include <map>
#include <set>
#include <string>
#include <string_view>

namespace repool {

struct SchemaTable {
  std::set<std::string> schemas; ///< "public", "app": where tables of that name are
  std::string notPlain;          ///< "is a view": reading it may run anything
  std::string writeRuns;         ///< "calls 'audit'": what a write may run; empty: nothing
  bool advancesSequence = false; ///< a default takes the next value of a sequence

  bool operator==(const SchemaTable &) const = default;
};

struct Schema {
  bool isGiven = false; ///< a file was read: what it does not have is not there
  std::map<std::string, SchemaTable> tables; ///< by name without schema, as the server folds it
  std::set<std::string> functions;           ///< the program's own, by name without schema
  std::string nothingProved;      ///< why no name can be relied upon: operators of its own ...
  bool writesReachOthers = false; ///< a foreign key sets columns of another table
  std::string writesRun;          ///< why no write can be relied upon: "the schema has triggers"

  /// Adds the statements of \p text; a sentence where it does not parse, else "".
  std::string add(Dialect dialect, std::string_view text);

  bool operator==(const Schema &) const = default;
};

} // namespace repool
