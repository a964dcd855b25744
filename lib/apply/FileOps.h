/// \file
/// The file operations that apply needs, as an interface: the real ones, and in tests ones that
/// fail at the Nth call or stop the process there.
///
/// Errors name the path and say what the system said. Paths are followed through symlinks.
#pragma once

#include "llvm/Support/Error.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace repool {

/// What apply must know of a file before it replaces it.
struct FileInfo {
  std::string real;  ///< path without symlinks: the file to write
  unsigned mode = 0; ///< permission bits, as for chmod
  bool isRegular = false;
  bool isWritable = false;    ///< for this process
  bool isReplaceable = false; ///< a rename over it would lose nothing: no hard link, owner, ACL
  std::uint64_t device = 0, inode = 0;
};

/// Held until destroyed, or until the process ends in whatever way.
class FileLock {
public:
  virtual ~FileLock() = default;
};

class FileOps {
public:
  virtual ~FileOps() = default;
  virtual llvm::Expected<std::string> read(const std::string &path) = 0;
  /// Creates or overwrites in place, fsyncs; mode as for chmod. An existing file keeps its inode.
  virtual llvm::Error write(const std::string &path, std::string_view bytes, unsigned mode) = 0;
  /// Atomic replace within one folder, then fsync of the folder.
  virtual llvm::Error rename(const std::string &from, const std::string &to) = 0;
  /// A file or an empty folder; no error if it is not there.
  virtual llvm::Error remove(const std::string &path) = 0;
  /// With its parents; no error if it is there. Fsyncs the parent.
  virtual llvm::Error makeDirectory(const std::string &path) = 0;
  /// Names in the folder, sorted; none if it is not there.
  virtual llvm::Expected<std::vector<std::string>> list(const std::string &directory) = 0;
  virtual llvm::Expected<FileInfo> info(const std::string &path) = 0;
  /// Returns when what is written from now on is later, by the clock of the file system that holds
  /// \p directory, than all that was written there before.
  virtual llvm::Error passTime(const std::string &directory) = 0;
  /// Locks \p path, which is created if need be. An error if another process holds the lock.
  virtual llvm::Expected<std::unique_ptr<FileLock>> lock(const std::string &path) = 0;
};

/// The operating system's.
FileOps &realFileOps();

} // namespace repool
