/// \file
/// Which units can hold a site at all: searches bytes, parses nothing.
///
///   tokens of the drivers -> files that name one -> + what those files define under another name
///   (using Conn = pqxx::connection; struct Db : pqxx::connection; #define DB_CLOSE(c) PQfinish(c);
///   typedef, template or inline function bodies in headers) -> until nothing new -> units to parse
///
/// A unit is parsed if its main file, or a project header that it may include and that no other
/// chosen unit covers, names a token as a whole identifier. Token pasting (`##`) in a macro that
/// concerns a token brings in all including units. Includes are followed by name, conservatively: a
/// header that may be included counts as included. What is skipped carries a reason. Skipping must
/// never change a verdict or an edit: `--no-prefilter` gives the same. Of several callers that show
/// that a site runs per request, the fact that names one may name another then.
#pragma once

#include "model/Plan.h"
#include "project/CompileDatabase.h"
#include "project/SourceStore.h"

#include <string>
#include <vector>

namespace repool {

struct PrefilterResult {
  std::vector<std::size_t> parse; ///< indices into the units, in order
  std::vector<SkippedUnit> skipped;
  std::vector<std::string> tokens; ///< after closure; sorted; for --explain-skips
};

/// \p root bounds what counts as a project header. Unreadable main files are left to the parser,
/// which reports them: they are in `parse`.
PrefilterResult prefilter(const std::vector<CompileUnit> &units,
                          const std::vector<std::string> &tokens, const std::string &root,
                          SourceStore &sources);

/// For each of \p files the units that may include it, directly or not, by name: for verification
/// of edited headers. One look at the project, however many files.
std::vector<std::vector<std::size_t>> unitsThatMayInclude(const std::vector<CompileUnit> &units,
                                                          const std::vector<std::string> &files,
                                                          const std::string &root,
                                                          SourceStore &sources);

} // namespace repool
