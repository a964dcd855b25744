/// \file
/// The file operations that apply needs, as an interface: the real ones, and in tests ones that fail
/// at the Nth call or stop the process there.
#pragma once

#include "llvm/Support/Error.h"

#include <string>
#include <string_view>
#include <vector>

namespace repool {

class FileOps {
public:
  virtual ~FileOps() = default;
  virtual llvm::Expected<std::string> read(const std::string &path) = 0;
  /// Creates or truncates, writes all, fsyncs; mode as for chmod.
  virtual llvm::Error write(const std::string &path, std::string_view bytes, unsigned mode) = 0;
  /// Atomic replace within one folder, then fsync of the folder.
  virtual llvm::Error rename(const std::string &from, const std::string &to) = 0;
  virtual llvm::Error remove(const std::string &path) = 0;
  virtual llvm::Error makeDirectory(const std::string &path) = 0;
  virtual llvm::Expected<std::vector<std::string>> list(const std::string &directory) = 0;
  virtual llvm::Expected<unsigned> mode(const std::string &path) = 0;
};

/// The operating system's.
FileOps &realFileOps();

} // namespace repool
