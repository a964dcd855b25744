/// \file
/// What paths are and hold, as this run sees them: asked once each, the same answer for all.
///
///   "a.h": is there a file, by which real name, with which bytes?   -> a digest
///   "inc/a.h": there is none                                       -> a digest as well
///
/// A parse that asked these questions (parse/RecordingFiles) and would get the same answers again
/// would come to the same result; this is what makes a result of an earlier run as good as a new
/// one. Files below the root are those of the SourceStore, so that facts fit the text that is
/// edited. Thread-safe. Never writes; a path that cannot be read has an answer too.
#pragma once

#include "project/Digest.h"
#include "project/SourceStore.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace repool {

enum class FileKind : std::uint8_t { Absent, File, Folder, Other };

/// A question about one path. What it is, and which file that really is, is always asked.
struct Asked {
  std::string path;     ///< absolute, as it was spelled
  bool content = false; ///< its bytes, too
  bool listing = false; ///< the names in it, too

  auto operator<=>(const Asked &) const = default;
};

/// A question, and the answer that a parse got.
struct Seen {
  Asked asked;
  FileKind kind = FileKind::Absent;
  std::uint64_t size = 0; ///< of a file whose content was asked, before it was read
  Digest content;
};

class FileView {
public:
  /// Texts that stand for the files on disk, by canonical path, as in parse.
  using Overlaid = std::map<std::string, std::string>;

  /// \p root is canonical.
  FileView(std::string root, SourceStore &sources);
  ~FileView();

  /// All answers to \p questions in one digest.
  Digest answers(const std::vector<Asked> &questions, const Overlaid &overlay);

  /// This view would have answered what the parse saw. It does not where a file changed meanwhile.
  bool agrees(const Seen &seen, const Overlaid &overlay);

private:
  struct Answer;
  struct State;
  Answer &look(const std::string &path);
  void read(Answer &answer);
  void list(Answer &answer);
  /// The text of \p overlay that stands for the file, or null.
  static const std::string *overlaid(const Answer &answer, const Overlaid &overlay);

  std::string root_;
  SourceStore &sources_;
  std::unique_ptr<State> state_;
};

} // namespace repool
