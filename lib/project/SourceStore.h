/// \file
/// The text of project files, each read once and hashed; shared by all threads.
///
/// The only reader of user files apart from the parser itself, which is given these very bytes for
/// project files. Keyed by canonical path (realpath), so that a header reached through a symlink or
/// another spelling is one file; hard links are told apart by device and inode and reported as one.
/// A file that cannot be read is an error value that names it. Never writes.
#pragma once

#include "llvm/Support/Error.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace repool {

struct SourceText {
  std::string path; ///< canonical
  std::string text; ///< bytes as on disk
  std::string sha256;
  std::uint64_t device = 0, inode = 0;
};

class SourceStore {
public:
  SourceStore();
  ~SourceStore();

  /// The file's text, read on first use. The reference lives as long as the store. Thread-safe.
  llvm::Expected<const SourceText &> read(const std::string &path);

  /// realpath of \p path, or \p path made absolute and lexically normal where it does not exist.
  /// Thread-safe; cached. Hard links: the first canonical name seen for a device and inode.
  std::string canonical(const std::string &path);

private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Lower-case hex SHA-256 of \p bytes.
std::string sha256Hex(std::string_view bytes);

/// True if \p text is well-formed UTF-8 (ASCII included, a BOM allowed).
bool isUtf8(std::string_view text);

} // namespace repool
