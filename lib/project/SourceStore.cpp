#include "project/SourceStore.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/ConvertUTF.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/SHA256.h"

#include <cerrno>
#include <fcntl.h>
#include <limits>
#include <map>
#include <mutex>
#include <sys/stat.h>
#include <unistd.h>
#include <unordered_map>
#include <utility>

namespace repool {

namespace {

/// Device and inode: what a file is, whatever it is called.
using Identity = std::pair<std::uint64_t, std::uint64_t>;

/// One file of the store: loaded once, by whoever comes first.
struct Slot {
  std::once_flag once;
  SourceText source;
  std::string failure; ///< why it could not be read; empty: it was
};

Identity identityOf(const struct stat &status) {
  return {status.st_dev, status.st_ino};
}

/// Closes a descriptor at the end of its scope.
struct Descriptor {
  int number;

  explicit Descriptor(const std::string &path)
      // O_NONBLOCK: a FIFO named like a header must not hang the run.
      : number(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {}

  Descriptor(const Descriptor &) = delete;
  Descriptor &operator=(const Descriptor &) = delete;

  ~Descriptor() {
    if (number >= 0)
      ::close(number);
  }
};

std::string systemMessage() {
  return std::error_code(errno, std::generic_category()).message();
}

/// Reads all of \p source.path; returns why not, or nothing.
std::string load(SourceText &source) {
  const Descriptor file(source.path);
  struct stat status{};
  if (file.number < 0 || ::fstat(file.number, &status) != 0)
    return systemMessage();
  if (S_ISDIR(status.st_mode))
    return std::error_code(EISDIR, std::generic_category()).message();
  if (!S_ISREG(status.st_mode))
    return "not a regular file";
  if (std::cmp_greater_equal(status.st_size, std::numeric_limits<std::uint32_t>::max()))
    return "larger than 4 GiB";
  std::string text(static_cast<std::size_t>(status.st_size) + 1, '\0');
  std::size_t filled = 0;
  while (true) {
    const ssize_t got = ::read(file.number, text.data() + filled, text.size() - filled);
    if (got < 0 && errno == EINTR)
      continue;
    if (got < 0)
      return systemMessage();
    if (got == 0)
      break;
    filled += static_cast<std::size_t>(got);
    if (filled == text.size())
      text.resize(text.size() * 2); // it grew since fstat
  }
  text.resize(filled);
  source.text = std::move(text);
  source.sha256 = sha256Hex(source.text);
  std::tie(source.device, source.inode) = identityOf(status);
  return {};
}

std::string lexicallyNormal(const std::string &path) {
  llvm::SmallString<256> result(path);
  llvm::sys::fs::make_absolute(result);
  llvm::sys::path::remove_dots(result, /*remove_dot_dot=*/true);
  return result.str().str();
}

} // namespace

struct SourceStore::State {
  std::mutex mutex;
  std::unordered_map<std::string, std::string> canonical;       ///< guarded by mutex
  std::map<Identity, std::string> names;                        ///< guarded by mutex
  std::unordered_map<std::string, std::unique_ptr<Slot>> slots; ///< guarded by mutex

  Slot &slotOf(const std::string &path) {
    const std::lock_guard lock(mutex);
    std::unique_ptr<Slot> &slot = slots[path];
    if (!slot)
      slot = std::make_unique<Slot>();
    return *slot;
  }

  /// The first name seen of the file that \p real names. A name that meanwhile means another file
  /// (its inode was freed and used again) gives way.
  std::string firstNameOf(const std::string &real) {
    struct stat status{};
    if (::stat(real.c_str(), &status) != 0 || !S_ISREG(status.st_mode))
      return real;
    std::string &name = names.try_emplace(identityOf(status), real).first->second;
    struct stat now{};
    if (name != real && (::stat(name.c_str(), &now) != 0 || identityOf(now) != identityOf(status)))
      name = real;
    return name;
  }
};

SourceStore::SourceStore() : state_(std::make_unique<State>()) {}

SourceStore::~SourceStore() = default;

std::string SourceStore::canonical(const std::string &path) {
  {
    const std::lock_guard lock(state_->mutex);
    if (const auto known = state_->canonical.find(path); known != state_->canonical.end())
      return known->second;
  }
  llvm::SmallString<256> real;
  const bool exists = !llvm::sys::fs::real_path(path, real);
  const std::lock_guard lock(state_->mutex);
  const std::string name = exists ? state_->firstNameOf(real.str().str()) : lexicallyNormal(path);
  // A file that does not exist yet may do so later.
  return exists ? state_->canonical.try_emplace(path, name).first->second : name;
}

llvm::Expected<const SourceText &> SourceStore::read(const std::string &path) {
  const std::string name = canonical(path);
  Slot &slot = state_->slotOf(name);
  std::call_once(slot.once, [&] {
    slot.source.path = name;
    slot.failure = load(slot.source);
  });
  if (!slot.failure.empty())
    return llvm::createStringError(llvm::inconvertibleErrorCode(),
                                   name + ": cannot be read: " + slot.failure);
  return slot.source;
}

std::string sha256Hex(std::string_view bytes) {
  const auto *data = reinterpret_cast<const std::uint8_t *>(bytes.data());
  const auto digest = llvm::SHA256::hash(llvm::ArrayRef<std::uint8_t>(data, bytes.size()));
  return llvm::toHex(digest, /*LowerCase=*/true);
}

bool isUtf8(std::string_view text) {
  const auto *begin = reinterpret_cast<const llvm::UTF8 *>(text.data());
  return llvm::isLegalUTF8String(&begin, begin + text.size());
}

} // namespace repool
