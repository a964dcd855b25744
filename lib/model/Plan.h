/// \file
/// Decisions, edit groups and the plan: the only interface between analysis, review and writing.
///
///   decide -> Decision -> edit -> EditGroup -> verify -> merge -> Plan -> render | apply
///
/// Renderers and apply see this and nothing else; whatever they need is a field here. A group is
/// all or nothing over all its files. Edits of a plan never overlap within one file.
#pragma once

#include "model/Facts.h"
#include "model/Reasons.h"

#include <map>
#include <string>
#include <vector>

namespace repool {

enum class Strategy { None, Wrap, Lease, Pair };

/// "wrap", "lease", "pair"; "" for None.
std::string_view toString(Strategy strategy);

/// Replaces [span) of \p file; an empty span inserts.
struct Edit {
  std::string file; ///< canonical path
  Span span;
  std::string text;
  auto operator<=>(const Edit &) const = default;
};

/// A header the edited file must include: resolved once per file, not a text edit of a group.
struct IncludeEdit {
  std::string file;
  std::string header; ///< "repool/pq.h"
  auto operator<=>(const IncludeEdit &) const = default;
};

/// All edits of one handle. Written whole or not at all.
struct EditGroup {
  std::string id; ///< stable: "src/a.cpp:12:13" of its first open, relative to the root
  std::vector<Edit> edits;
  std::vector<IncludeEdit> includes;
  auto operator<=>(const EditGroup &) const = default;
};

/// Adds what \p group does not have yet.
void addOnce(EditGroup &group, Edit edit);
void addOnce(EditGroup &group, IncludeEdit include);

/// What becomes of one site. The order of fields is that of the published JSON schema.
struct Decision {
  Place place; ///< place.file is canonical; renderers print it relative to the root
  std::string driver;
  std::string function;
  Verdict verdict = Verdict::Review;
  Strategy strategy = Strategy::None;
  std::string code;   ///< "" when rewritten
  std::string reason; ///< one sentence; "" when rewritten
  std::string hint;
  std::string group;              ///< id of its EditGroup; "" unless rewritten
  std::vector<std::string> facts; ///< for explain: what was seen, one sentence each
};

/// One file as it was when the plan was made.
struct PlannedFile {
  std::string path;   ///< canonical
  std::string sha256; ///< lower-case hex of the whole content
  std::uint64_t size = 0;
  auto operator<=>(const PlannedFile &) const = default;
};

struct FailedUnit {
  std::string file;
  std::string message;
  auto operator<=>(const FailedUnit &) const = default;
};

struct SkippedUnit {
  std::string file;
  std::string reason; ///< for --explain-skips
  auto operator<=>(const SkippedUnit &) const = default;
};

struct UnitTotals {
  unsigned parsed = 0;
  std::vector<SkippedUnit> skipped;
  std::vector<FailedUnit> failed;
};

/// The outcome of scan, diff and the first half of apply.
struct Plan {
  std::string toolVersion;
  std::string root;                ///< canonical project root; paths are shown relative to it
  std::vector<Decision> decisions; ///< sorted by place
  std::vector<EditGroup> groups;   ///< sorted by id; one per rewritten handle
  /// Final edits per file, includes resolved, groups merged, sorted by span; no two overlap.
  std::map<std::string, std::vector<Edit>> edits;
  std::vector<PlannedFile> files; ///< every file the edits touch, hashed
  std::vector<std::string> notes; ///< inactive branches, leaks that the lease mends ...
  UnitTotals units;
  /// Verified with repool's own copy of the runtime's headers, because some unit's flags do not
  /// reach them: a plan to look at, not to apply.
  bool bundledRuntime = false;
};

/// \p text with \p edits (sorted, not overlapping) applied. Pure.
std::string applyEdits(std::string_view text, const std::vector<Edit> &edits);

} // namespace repool
