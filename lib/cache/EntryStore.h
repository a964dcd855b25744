/// \file
/// Bytes by the digest of what they answer: in memory, and in a folder if there is one.
///
/// The folder may be used by several runs at once, killed at any moment, deleted: an entry is
/// written beside its name and renamed, and one that is cut short, changed or unreadable is not
/// there. A folder that cannot be written is no error; nothing is kept then. Thread-safe.
#pragma once

#include "project/Digest.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace repool {

class EntryStore {
public:
  using Entries = std::map<Digest, std::string>;

  /// \p folder is made when something is to be kept; empty: in memory only.
  explicit EntryStore(std::string folder) : folder_(std::move(folder)) {}

  std::optional<std::string> find(const Digest &key);
  void keep(const Digest &key, std::string_view value);

  /// In memory from now on, before what the folder has.
  void add(const Digest &key, std::string value);

  /// Remembers from now on every entry that is found or kept.
  void collect() { collects_ = true; }

  [[nodiscard]] const Entries &collected() const { return collected_; }

  /// Removes what was not used for longest until the folder has at most \p bytes, and what killed
  /// runs left behind; if this run has kept anything and no run did so since \p interval.
  void trim(std::uint64_t bytes, std::chrono::seconds interval = {});

private:
  [[nodiscard]] std::string pathOf(const Digest &key) const;
  std::optional<std::string> load(const Digest &key) const;
  void remember(const Digest &key, std::string_view value);

  std::string folder_;
  bool collects_ = false;
  std::mutex mutex_;
  Entries memory_;       ///< guarded by mutex_
  Entries collected_;    ///< guarded by mutex_
  unsigned written_ = 0; ///< guarded by mutex_
};

/// An entry as it lies in a file: checked, and compressed where LLVM can.
std::string packEntry(const Digest &key, std::string_view value);
/// Nothing where \p bytes are not a whole entry for \p key.
std::optional<std::string> unpackEntry(const Digest &key, std::string_view bytes);

} // namespace repool
