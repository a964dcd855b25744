/// \file
/// What an earlier parse came to, if a new one would come to the same.
///
///   question: tool, environment, options, drivers, compile command
///      |   -> the paths that such parses asked for, at most a few lists of them
///      v
///   question + list + what is there now (FileView)   -> the answer
///
/// Sound as far as the list is: a parse is a function of its question and of what the file system
/// answers. What the time of day puts into a text (`__DATE__`) is taken from the earlier parse.
/// Answers are bytes; who asks knows what they mean. Thread-safe.
#pragma once

#include "cache/EntryStore.h"
#include "project/FileView.h"

namespace repool {

class UnitCache {
public:
  UnitCache(EntryStore &store, FileView &view) : store_(store), view_(view) {}

  struct Answer {
    Digest key; ///< of all it depends on; the same for the same files, whoever asks
    std::string bytes;
  };

  std::optional<Answer> find(const Digest &question, const FileView::Overlaid &overlay);

  /// Keeps \p answer, unless a file has changed since the parse saw it.
  void keep(const Digest &question, const FileView::Overlaid &overlay,
            const std::vector<Seen> &seen, std::string_view answer);

private:
  EntryStore &store_;
  FileView &view_;
};

} // namespace repool
