/// \file
/// Would the edited code still compile as cleanly? Asked before one byte is written.
///
///   groups -> overlay -> re-parse of every unit that sees an edited file -> groups to drop
///
/// A unit's messages after are compared with those before, as a multiset of texts: what is added
/// counts, where it stands does not. The group at fault is found by trying each alone. A unit that
/// did not parse before can prove nothing and is left to the caller.
#pragma once

#include "model/Plan.h"
#include "parse/Parse.h"

#include <functional>

namespace repool {

struct Fault {
  std::string group;
  Diagnostic first; ///< the first message it adds
};

struct VerifyResult {
  std::vector<Fault> faults;
  bool usedBundledRuntime = false; ///< some unit reached <repool/...> only in the bundled copy
  std::string missingHeader;       ///< the unit that does not reach <repool/...>; "" if all do
};

/// What the compiler says of one unit.
struct Messages {
  std::vector<Diagnostic> diagnostics;
  bool usedBundledRuntime = false;
};

/// Parses a unit over an overlay, or knows already what that would say. Called from any thread.
using Reparse = std::function<Messages(const CompileUnit &unit, const Overlay &overlay,
                                       const ParseOptions &options)>;

/// One that parses each time.
Reparse parseEachTime(SourceStore &sources);

class Verifier {
public:
  /// The texts of \p groups applied, by canonical path.
  using MakeOverlay = std::function<Overlay(const std::vector<const EditGroup *> &groups)>;

  Verifier(const std::vector<CompileUnit> &units, ParseOptions options, Reparse reparse,
           MakeOverlay makeOverlay, unsigned jobs);

  /// Messages of a unit as it is, if already known from finding.
  void setBaseline(std::size_t unit, std::vector<Diagnostic> diagnostics);

  /// Called after each unit of a turn, one call at a time, from any thread.
  std::function<void(std::size_t done, std::size_t all)> progress;

  /// \p affected: for each unit, the groups whose files it may see (empty: not affected).
  VerifyResult run(const std::vector<std::vector<const EditGroup *>> &affected);

private:
  std::vector<Diagnostic> added(std::size_t unit, const Overlay &overlay,
                                bool *usedBundled = nullptr);
  const std::vector<Diagnostic> &fullBaseline(std::size_t unit);
  void blame(std::size_t unit, const std::vector<const EditGroup *> &groups,
             const std::vector<Diagnostic> &together, VerifyResult &result);

  const std::vector<CompileUnit> &units_;
  ParseOptions options_;
  Reparse reparse_;
  MakeOverlay makeOverlay_;
  unsigned jobs_;
  std::vector<std::optional<std::vector<Diagnostic>>> quick_; ///< system bodies skipped
  std::vector<std::optional<std::vector<Diagnostic>>> full_;
};

/// Those of \p after that are more than \p before has; \p before is asked only if there are any.
std::vector<Diagnostic> addedMessages(const std::vector<Diagnostic> &after,
                                      const std::function<std::vector<Diagnostic>()> &before);

/// Runs \p work(i) for i in [0, count) on \p jobs threads; returns when all are done.
void parallelFor(std::size_t count, unsigned jobs, const std::function<void(std::size_t)> &work);

} // namespace repool
