/// \file
/// What a journal knows of one run: which files, their hashes before and after, their modes.
///
///   ManifestFile[] <-> lines of text, one per file
///
/// Text, because a person may have to read it after a crash. Reading refuses what it did not
/// write, naming the line.
#pragma once

#include "llvm/Support/Error.h"

#include <string>
#include <string_view>
#include <vector>

namespace repool {

struct ManifestFile {
  std::string path;     ///< without symlinks
  unsigned mode = 0;    ///< before the run; the same after it
  bool inPlace = false; ///< not by rename: a kill may leave a mixture
  std::string oldHash;
  std::string newHash;

  /// False: a file that this run leaves alone; only a trial has such.
  [[nodiscard]] bool isChanged() const { return oldHash != newHash; }

  auto operator<=>(const ManifestFile &) const = default;
};

using Manifest = std::vector<ManifestFile>;

std::string writeManifest(const Manifest &manifest);
llvm::Expected<Manifest> readManifest(std::string_view text, std::string_view name);

/// Lower-case hex SHA-256.
std::string hashOf(std::string_view bytes);

} // namespace repool
