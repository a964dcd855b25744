#include "cache/EntryStore.h"

#include "llvm/Support/Compression.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/raw_ostream.h"

#include <algorithm>
#include <chrono>
#include <fcntl.h>
#include <sys/stat.h>
#include <vector>

namespace repool {

namespace fs = llvm::sys::fs;
namespace zstd = llvm::compression::zstd;

namespace {

constexpr std::string_view Magic = "repool cache 1\n";
constexpr const char *TemporarySuffix = ".tmp";
/// A temporary file this old is of a run that was killed.
constexpr std::chrono::hours Abandoned{1};

/// What stands before the payload.
struct Head {
  std::uint64_t size = 0;
  std::uint64_t isCompressed = 0;
  Digest check; ///< of the key, the fields above and the payload
};

Digest checkOf(const Digest &key, const Head &head, std::string_view payload) {
  std::string all(key.view());
  all += std::to_string(head.size) + (head.isCompressed ? "c" : "p");
  all += digestOf(payload).view();
  return digestOf(all);
}

std::string_view viewOf(llvm::ArrayRef<std::uint8_t> bytes) {
  return {reinterpret_cast<const char *>(bytes.data()), bytes.size()};
}

llvm::ArrayRef<std::uint8_t> bytesOf(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t *>(text.data()), text.size()};
}

/// What cannot be removed stays: another run may have been quicker.
void drop(const std::string &path) {
  [[maybe_unused]] const std::error_code ignored = fs::remove(path);
}

/// For backups, which pass over it, and for `git add`, if it is inside a checkout.
void markFolder(const std::string &folder) {
  auto write = [&](const char *name, const char *text) {
    std::error_code code;
    llvm::raw_fd_ostream out(folder + "/" + name, code, fs::CD_CreateNew);
    if (!code)
      out << text;
  };
  write("CACHEDIR.TAG", "Signature: 8a477f597d28d172789f06886806bc55\n"
                        "# Results of repool; may be deleted at any time.\n");
  write(".gitignore", "*\n");
}

/// Walking a large folder costs more than a small run. \p stamp says by its time who did so last.
bool isTimeToTrim(const std::string &stamp, std::chrono::seconds interval) {
  fs::file_status status;
  if (!fs::status(stamp, status) &&
      std::chrono::system_clock::now() - status.getLastModificationTime() < interval)
    return false;
  std::error_code code;
  llvm::raw_fd_ostream out(stamp, code);
  if (!code)
    out << "The time of this file is that of the last look for old entries.\n";
  return true;
}

} // namespace

std::string packEntry(const Digest &key, std::string_view value) {
  llvm::SmallVector<std::uint8_t, 0> compressed;
  Head head{.size = value.size(), .isCompressed = zstd::isAvailable()};
  std::string_view payload = value;
  if (head.isCompressed) {
    zstd::compress(bytesOf(value), compressed, zstd::BestSpeedCompression);
    payload = viewOf(compressed);
  }
  head.check = checkOf(key, head, payload);
  std::string result(Magic);
  result.append(reinterpret_cast<const char *>(&head), sizeof(head));
  result += payload;
  return result;
}

std::optional<std::string> unpackEntry(const Digest &key, std::string_view bytes) {
  Head head;
  if (bytes.size() < Magic.size() + sizeof(head) || !bytes.starts_with(Magic))
    return std::nullopt;
  std::memcpy(&head, bytes.data() + Magic.size(), sizeof(head));
  const std::string_view payload = bytes.substr(Magic.size() + sizeof(head));
  if (head.isCompressed > 1 || head.check != checkOf(key, head, payload))
    return std::nullopt;
  if (!head.isCompressed)
    return std::string(payload);
  if (!zstd::isAvailable())
    return std::nullopt;
  llvm::SmallVector<std::uint8_t, 0> value;
  if (llvm::Error error = zstd::decompress(bytesOf(payload), value, head.size)) {
    llvm::consumeError(std::move(error));
    return std::nullopt;
  }
  return std::string(viewOf(value));
}

std::string EntryStore::pathOf(const Digest &key) const {
  const std::string name = key.hex();
  return folder_ + "/" + name.substr(0, 2) + "/" + name.substr(2);
}

void EntryStore::remember(const Digest &key, std::string_view value) {
  if (!collects_)
    return;
  const std::lock_guard lock(mutex_);
  collected_.insert_or_assign(key, std::string(value));
}

void EntryStore::add(const Digest &key, std::string value) {
  const std::lock_guard lock(mutex_);
  memory_.insert_or_assign(key, std::move(value));
}

std::optional<std::string> EntryStore::load(const Digest &key) const {
  if (folder_.empty())
    return std::nullopt;
  const std::string path = pathOf(key);
  auto buffer = llvm::MemoryBuffer::getFile(path, false, false);
  if (!buffer)
    return std::nullopt;
  const llvm::StringRef bytes = (*buffer)->getBuffer();
  std::optional<std::string> value = unpackEntry(key, {bytes.data(), bytes.size()});
  if (value)
    ::utimensat(AT_FDCWD, path.c_str(), nullptr, 0); // used now: `trim` takes others first
  return value;
}

std::optional<std::string> EntryStore::find(const Digest &key) {
  std::optional<std::string> value;
  {
    const std::lock_guard lock(mutex_);
    if (const auto it = memory_.find(key); it != memory_.end())
      value = it->second;
  }
  if (!value)
    value = load(key);
  if (value)
    remember(key, *value);
  return value;
}

void EntryStore::keep(const Digest &key, std::string_view value) {
  remember(key, value);
  if (folder_.empty())
    return add(key, std::string(value));
  const std::string path = pathOf(key);
  const llvm::StringRef folder = llvm::sys::path::parent_path(path);
  unsigned number = 0;
  {
    const std::lock_guard lock(mutex_);
    number = ++written_;
    if (number == 1) {
      if (fs::create_directories(folder_))
        return;
      markFolder(folder_);
    }
  }
  if (fs::create_directories(folder))
    return;
  const std::string temporary = path + "." + std::to_string(llvm::sys::Process::getProcessId()) +
                                "." + std::to_string(number) + TemporarySuffix;
  std::error_code code;
  {
    llvm::raw_fd_ostream out(temporary, code);
    if (code)
      return;
    out << packEntry(key, value);
    out.close();
    code = out.error();
    out.clear_error(); // a full disk: the entry is not there, which is no error
  }
  if (code || fs::rename(temporary, path))
    drop(temporary);
}

void EntryStore::trim(std::uint64_t bytes, std::chrono::seconds interval) {
  if (folder_.empty() || written_ == 0 || !isTimeToTrim(folder_ + "/trimmed", interval))
    return;

  struct Entry {
    llvm::sys::TimePoint<> used;
    std::uint64_t size;
    std::string path;
  };

  std::vector<Entry> entries;
  std::uint64_t all = 0;
  std::error_code code;
  const auto now = std::chrono::system_clock::now();
  for (fs::recursive_directory_iterator at(folder_, code), end; at != end && !code;
       at.increment(code)) {
    auto status = at->status();
    if (!status || status->type() != fs::file_type::regular_file || at.level() == 0)
      continue;
    if (llvm::StringRef(at->path()).ends_with(TemporarySuffix)) {
      if (now - status->getLastModificationTime() > Abandoned)
        drop(at->path());
      continue;
    }
    all += status->getSize();
    entries.push_back({status->getLastModificationTime(), status->getSize(), at->path()});
  }
  std::sort(entries.begin(), entries.end(),
            [](const Entry &a, const Entry &b) { return a.used < b.used; });
  for (const Entry &entry : entries) {
    if (all <= bytes)
      break;
    drop(entry.path);
    all -= entry.size;
  }
}

} // namespace repool
