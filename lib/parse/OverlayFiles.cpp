#include "parse/OverlayFiles.h"

#include "llvm/ADT/StringSet.h"
#include "llvm/Support/Path.h"

namespace repool {

namespace {

using llvm::ErrorOr;
using llvm::Twine;
namespace vfs = llvm::vfs;

class OverlaidFile : public vfs::File {
public:
  OverlaidFile(vfs::Status status, const std::string &text)
      : status_(std::move(status)), text_(text) {}

  ErrorOr<vfs::Status> status() override { return status_; }

  ErrorOr<std::unique_ptr<llvm::MemoryBuffer>> getBuffer(const Twine &name, std::int64_t, bool,
                                                         bool) override {
    return llvm::MemoryBuffer::getMemBufferCopy(text_, name);
  }

  std::error_code close() override { return {}; }

private:
  vfs::Status status_;
  const std::string &text_;
};

class OverlaidFiles : public vfs::ProxyFileSystem {
public:
  OverlaidFiles(llvm::IntrusiveRefCntPtr<vfs::FileSystem> base, const Overlay &overlay,
                SourceStore &sources)
      : ProxyFileSystem(std::move(base)), overlay_(overlay), sources_(sources) {
    for (const auto &[path, text] : overlay)
      names_.insert(llvm::sys::path::filename(path));
  }

  ErrorOr<vfs::Status> status(const Twine &path) override {
    auto real = ProxyFileSystem::status(path);
    const std::string *text = find(path);
    if (!real || !text)
      return real;
    return vfs::Status::copyWithNewSize(*real, text->size());
  }

  ErrorOr<std::unique_ptr<vfs::File>> openFileForRead(const Twine &path) override {
    const std::string *text = find(path);
    if (!text)
      return ProxyFileSystem::openFileForRead(path);
    auto overlaid = status(path);
    if (!overlaid)
      return overlaid.getError();
    return std::make_unique<OverlaidFile>(vfs::Status::copyWithNewName(*overlaid, path), *text);
  }

private:
  /// The name is compared first: realpath is asked only where it can matter.
  const std::string *find(const Twine &path) {
    llvm::SmallString<256> absolute;
    path.toVector(absolute);
    // A relative path is relative to the command's folder, not to ours.
    if (makeAbsolute(absolute) || !mayName(absolute))
      return nullptr;
    auto found = overlay_.find(sources_.canonical(std::string(absolute)));
    return found == overlay_.end() ? nullptr : &found->second;
  }

  /// A link may have another name than its target, so a name that is not ours is still ours if it
  /// is a link, symbolic or hard; there are few overlaid files, and links are rare.
  bool mayName(llvm::StringRef path) {
    if (names_.contains(llvm::sys::path::filename(path)))
      return true;
    auto it = isLink_.find(path);
    if (it == isLink_.end()) {
      llvm::sys::fs::file_status status;
      const bool exists = !llvm::sys::fs::status(path, status, /*follow=*/false);
      it = isLink_
               .try_emplace(path, exists && (llvm::sys::fs::is_symlink_file(status) ||
                                             status.getLinkCount() > 1))
               .first;
    }
    return it->second;
  }

  const Overlay &overlay_;
  SourceStore &sources_;
  llvm::StringSet<> names_;
  llvm::StringMap<bool> isLink_;
};

} // namespace

llvm::IntrusiveRefCntPtr<vfs::FileSystem>
overlayFiles(llvm::IntrusiveRefCntPtr<vfs::FileSystem> base, const Overlay &overlay,
             SourceStore &sources) {
  if (overlay.empty())
    return base;
  return llvm::makeIntrusiveRefCnt<OverlaidFiles>(std::move(base), overlay, sources);
}

} // namespace repool
