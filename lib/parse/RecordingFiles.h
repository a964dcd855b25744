/// \file
/// A file system that remembers what it was asked, and what it answered.
///
///   #include "a.h"  ->  inc/a.h is not there, src/a.h is a file with these bytes
///
/// Clang sees files through nothing else (but precompiled ones, see `ParseOutcome::seen`), so a
/// parse whose every question has the same answer again would go the same way. Paths are absolute
/// and as they were spelled. For one parse, on one thread.
#pragma once

#include "llvm/Support/VirtualFileSystem.h"
#include "project/FileView.h"

namespace repool {

class RecordingFiles : public llvm::vfs::ProxyFileSystem {
public:
  explicit RecordingFiles(llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> base)
      : ProxyFileSystem(std::move(base)) {}

  llvm::ErrorOr<llvm::vfs::Status> status(const llvm::Twine &path) override;
  bool exists(const llvm::Twine &path) override;
  llvm::ErrorOr<std::unique_ptr<llvm::vfs::File>> openFileForRead(const llvm::Twine &path) override;
  llvm::vfs::directory_iterator dir_begin(const llvm::Twine &folder,
                                          std::error_code &code) override;
  std::error_code getRealPath(const llvm::Twine &path,
                              llvm::SmallVectorImpl<char> &output) override;

  /// Sorted by path. Nothing if one path was answered in two ways: a file changed meanwhile.
  [[nodiscard]] std::optional<std::vector<Seen>> seen() const;

private:
  class File;

  /// The record of \p path, which was found to be \p kind.
  Seen &note(const llvm::Twine &path, FileKind kind);

  std::map<std::string, Seen, std::less<>> seen_;
  bool contradicted_ = false;
};

} // namespace repool
