#include "parse/RecordingFiles.h"

namespace repool {

namespace {

using llvm::ErrorOr;
using llvm::Twine;
namespace vfs = llvm::vfs;

FileKind kindOf(const ErrorOr<vfs::Status> &status) {
  if (!status)
    return FileKind::Absent;
  switch (status->getType()) {
  case llvm::sys::fs::file_type::regular_file:
    return FileKind::File;
  case llvm::sys::fs::file_type::directory_file:
    return FileKind::Folder;
  default:
    return FileKind::Other;
  }
}

} // namespace

/// Notes the bytes when they are read: a file may be opened only to see that it is there.
class RecordingFiles::File : public vfs::File {
public:
  File(std::unique_ptr<vfs::File> inner, RecordingFiles &files, Seen &seen)
      : inner_(std::move(inner)), files_(files), seen_(seen) {}

  ErrorOr<vfs::Status> status() override { return inner_->status(); }

  ErrorOr<std::string> getName() override { return inner_->getName(); }

  ErrorOr<std::unique_ptr<llvm::MemoryBuffer>> getBuffer(const Twine &name, std::int64_t size,
                                                         bool needsNull, bool isVolatile) override {
    const auto before = inner_->status();
    auto buffer = inner_->getBuffer(name, size, needsNull, isVolatile);
    if (!buffer || !before) {
      files_.contradicted_ = true; // it was opened, and is gone
      return buffer;
    }
    const llvm::StringRef bytes = (*buffer)->getBuffer();
    const Digest content = digestOf(std::string_view(bytes.data(), bytes.size()));
    if (seen_.asked.content && seen_.content != content)
      files_.contradicted_ = true;
    seen_.asked.content = true;
    seen_.size = before->getSize();
    seen_.content = content;
    return buffer;
  }

  std::error_code close() override { return inner_->close(); }

private:
  std::unique_ptr<vfs::File> inner_;
  RecordingFiles &files_;
  Seen &seen_;
};

Seen &RecordingFiles::note(const Twine &path, FileKind kind) {
  llvm::SmallString<256> absolute;
  path.toVector(absolute);
  if (makeAbsolute(absolute))
    contradicted_ = true; // no working directory: nothing can be said
  const std::string_view name(absolute.data(), absolute.size());
  auto it = seen_.find(name);
  if (it == seen_.end()) {
    it = seen_.try_emplace(std::string(name)).first;
    it->second.asked.path = it->first;
    it->second.kind = kind;
  } else if (it->second.kind != kind) {
    contradicted_ = true;
  }
  return it->second;
}

ErrorOr<vfs::Status> RecordingFiles::status(const Twine &path) {
  auto result = ProxyFileSystem::status(path);
  note(path, kindOf(result));
  return result;
}

bool RecordingFiles::exists(const Twine &path) {
  const auto found = status(path);
  return found && found->exists();
}

ErrorOr<std::unique_ptr<vfs::File>> RecordingFiles::openFileForRead(const Twine &path) {
  auto file = ProxyFileSystem::openFileForRead(path);
  if (!file) {
    const FileKind kind = kindOf(ProxyFileSystem::status(path));
    note(path, kind);
    if (kind == FileKind::File)
      contradicted_ = true; // it is there and cannot be opened: for a reason that nobody records
    return file;
  }
  Seen &seen = note(path, kindOf((*file)->status()));
  return std::make_unique<File>(std::move(*file), *this, seen);
}

vfs::directory_iterator RecordingFiles::dir_begin(const Twine &folder, std::error_code &code) {
  note(folder, kindOf(ProxyFileSystem::status(folder))).asked.listing = true;
  return ProxyFileSystem::dir_begin(folder, code);
}

std::error_code RecordingFiles::getRealPath(const Twine &path,
                                            llvm::SmallVectorImpl<char> &output) {
  note(path, kindOf(ProxyFileSystem::status(path)));
  return ProxyFileSystem::getRealPath(path, output);
}

std::optional<std::vector<Seen>> RecordingFiles::seen() const {
  if (contradicted_)
    return std::nullopt;
  std::vector<Seen> result;
  result.reserve(seen_.size());
  for (const auto &[path, seen] : seen_)
    result.push_back(seen);
  return result;
}

} // namespace repool
