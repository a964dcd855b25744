/// \file
/// Facts -> plan: decide, edit, merge and verify until nothing is refused any more.
///
/// Each turn either ends with a clean verification or bans at least one strategy of one handle, so
/// it ends. Private to pipeline/.
#pragma once

#include "decide/Nesting.h"
#include "merge/Merge.h"
#include "pipeline/Pipeline.h"
#include "pipeline/UnitReader.h"
#include "project/CompileDatabase.h"
#include "verify/Verify.h"

namespace repool {

class Planner {
public:
  Planner(const PipelineOptions &options, const std::vector<DriverSpec> &drivers,
          const CompileDatabase &database, const std::vector<std::size_t> &parsed,
          const std::vector<TuFacts> &facts, UnitReader &reader, SourceStore &sources);

  /// Leaves units that are not among \p units unverified: the plan is then of no use.
  void verifyOnly(std::vector<bool> units) { verified_ = std::move(units); }

  llvm::Expected<Plan> run();

private:
  struct Entry {
    const Handle *handle = nullptr;
    const DriverSpec *driver = nullptr;
    std::string id;
    std::vector<Problem> outside;
    bool perRequest = false; ///< the configuration says so
    std::map<Strategy, Problem> banned;
    Ruling ruling;
    EditGroup group; ///< of a rewritten handle
  };

  void collect();
  std::vector<Problem> outsideProblems(const Handle &handle);
  [[nodiscard]] std::string relativeToConfig(const std::string &file) const;
  [[nodiscard]] std::string failedReader(const std::string &file) const;
  [[nodiscard]] bool isNamed(const std::string &pattern, const Handle &handle) const;
  void noteUnreadCallers();
  [[nodiscard]] const Schema *schemaOf(const DriverSpec &driver);
  void decideEntry(Entry &entry);
  [[nodiscard]] std::vector<Nesting> nestingsOf(std::vector<const Entry *> &borrowers) const;
  void refuseWhatIsHeld();
  void layOut(EditGroup &group);
  std::optional<Problem> addHelpers(const Entry &entry, EditGroup &group);
  std::optional<Problem> whyUneditable(const Entry &entry, const std::string &file,
                                       const std::string &what, const char *code, const char *role);
  std::optional<Problem> addOwners(const Entry &entry, EditGroup &group);
  std::optional<Problem> addCloses(const Entry &entry, EditGroup &group);
  std::optional<Problem> unseenOwner(const Entry &entry);
  std::string strayNaming(const std::vector<std::string> &names);
  [[nodiscard]] std::vector<const EditGroup *> groups() const;
  [[nodiscard]] Overlay overlayOf(const std::vector<const EditGroup *> &groups);
  std::string_view textOf(const std::string &file);
  bool resolveConflicts();
  bool refuseTorn();
  llvm::Expected<bool> verifyTurn(Verifier &verifier);
  void findReaders();
  std::vector<std::vector<const EditGroup *>> affected();
  bool ban(const std::string &group, const Problem &problem);
  Plan finish();
  void notes(Plan &plan);
  [[nodiscard]] std::string relative(const std::string &path) const;

  const PipelineOptions &options_;
  const std::vector<DriverSpec> &drivers_;
  const CompileDatabase &database_;
  const std::vector<std::size_t> &parsed_;
  const std::vector<TuFacts> &facts_;
  UnitReader &reader_;
  std::vector<bool> verified_; ///< by unit; empty: all
  SourceStore &sources_;
  ProgramFacts program_;
  std::vector<Entry> entries_;
  std::map<std::string, std::vector<std::size_t>>
      unitsOfFile_;                                         ///< parsed units that may see a file
  std::map<std::string, std::vector<std::size_t>> readers_; ///< units that may see an edited file
  std::map<std::string, Schema> schemas_;                   ///< by dialect
  std::vector<std::string> schemaNotes_;
  Merged merged_;
  std::optional<std::vector<std::string>> strays_; ///< read when first asked for
  bool usedBundled_ = false;                       ///< in the last verification
};

} // namespace repool
