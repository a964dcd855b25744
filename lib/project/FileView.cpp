#include "project/FileView.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/BLAKE3.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"

#include <algorithm>
#include <mutex>
#include <shared_mutex>
#include <sys/stat.h>
#include <unordered_map>

namespace repool {

/// One path. Each part is found out by whoever asks first.
struct FileView::Answer {
  std::string path;
  std::once_flag looked, wasRead, wasListed;
  FileKind kind = FileKind::Absent;
  std::string canonical; ///< of what exists
  std::string real;      ///< differs for hard links
  bool isReadable = false;
  std::uint64_t size = 0;
  Digest content;
  Digest listing;
};

struct FileView::State {
  std::shared_mutex mutex;
  std::unordered_map<std::string, std::unique_ptr<Answer>> answers; ///< guarded by mutex
};

namespace {

FileKind kindOf(const std::string &path) {
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0)
    return FileKind::Absent;
  if (S_ISREG(status.st_mode))
    return FileKind::File;
  return S_ISDIR(status.st_mode) ? FileKind::Folder : FileKind::Other;
}

/// With its end, so that no two sequences of texts are the same bytes.
void add(llvm::BLAKE3 &hasher, llvm::StringRef text) {
  hasher.update(text);
  hasher.update(llvm::StringRef("\0", 1));
}

} // namespace

FileView::FileView(std::string root, SourceStore &sources)
    : root_(std::move(root)), sources_(sources), state_(std::make_unique<State>()) {}

FileView::~FileView() = default;

FileView::Answer &FileView::look(const std::string &path) {
  Answer *answer = nullptr;
  {
    const std::shared_lock lock(state_->mutex);
    if (auto it = state_->answers.find(path); it != state_->answers.end())
      answer = it->second.get();
  }
  if (!answer) {
    const std::unique_lock lock(state_->mutex);
    std::unique_ptr<Answer> &slot = state_->answers[path];
    if (!slot)
      slot = std::make_unique<Answer>();
    answer = slot.get();
  }
  std::call_once(answer->looked, [&] {
    answer->path = path;
    answer->kind = kindOf(path);
    if (answer->kind == FileKind::Absent)
      return;
    answer->canonical = sources_.canonical(path);
    llvm::SmallString<256> real;
    if (!llvm::sys::fs::real_path(path, real))
      answer->real = std::string(real);
  });
  return *answer;
}

void FileView::read(Answer &answer) {
  std::call_once(answer.wasRead, [&] {
    if (answer.kind != FileKind::File)
      return; // a FIFO named like a header must not hang the run
    const bool isProject = answer.canonical.size() > root_.size() &&
                           answer.canonical.starts_with(root_) &&
                           answer.canonical[root_.size()] == '/';
    auto digest = [&](std::string_view text) {
      answer.isReadable = true;
      answer.size = text.size();
      answer.content = digestOf(text);
    };
    if (isProject) {
      if (auto source = sources_.read(answer.canonical))
        digest(source->text);
      else
        llvm::consumeError(source.takeError());
    } else if (auto buffer = llvm::MemoryBuffer::getFile(answer.path, false, false, true)) {
      digest((*buffer)->getBuffer());
    }
  });
}

void FileView::list(Answer &answer) {
  std::call_once(answer.wasListed, [&] {
    std::vector<std::string> names;
    std::error_code code;
    for (llvm::sys::fs::directory_iterator at(answer.path, code), end; at != end && !code;
         at.increment(code))
      names.push_back(at->path() + '\0' + static_cast<char>(at->type()));
    std::sort(names.begin(), names.end());
    llvm::BLAKE3 hasher;
    for (const std::string &name : names)
      add(hasher, name);
    hasher.final(answer.listing.bytes);
  });
}

const std::string *FileView::overlaid(const Answer &answer, const Overlaid &overlay) {
  if (overlay.empty() || answer.kind != FileKind::File)
    return nullptr;
  const auto it = overlay.find(answer.canonical);
  return it == overlay.end() ? nullptr : &it->second;
}

Digest FileView::answers(const std::vector<Asked> &questions, const Overlaid &overlay) {
  llvm::BLAKE3 hasher;
  for (const Asked &question : questions) {
    Answer &answer = look(question.path);
    const char kind = static_cast<char>(answer.kind);
    hasher.update(llvm::StringRef(&kind, 1));
    if (answer.kind == FileKind::Absent)
      continue;
    add(hasher, answer.canonical);
    add(hasher, answer.real);
    if (question.content) {
      const std::string *text = overlaid(answer, overlay);
      if (!text)
        read(answer);
      const Digest content = text ? digestOf(*text) : answer.content;
      hasher.update(content.bytes);
      hasher.update(llvm::StringRef(text || answer.isReadable ? "r" : "u"));
    }
    if (question.listing) {
      list(answer);
      hasher.update(answer.listing.bytes);
    }
  }
  Digest digest;
  hasher.final(digest.bytes);
  return digest;
}

bool FileView::agrees(const Seen &seen, const Overlaid &overlay) {
  Answer &answer = look(seen.asked.path);
  if (answer.kind != seen.kind)
    return false;
  if (!seen.asked.content)
    return true;
  if (const std::string *text = overlaid(answer, overlay))
    return text->size() == seen.size && digestOf(*text) == seen.content;
  read(answer);
  return answer.isReadable && answer.size == seen.size && answer.content == seen.content;
}

} // namespace repool
