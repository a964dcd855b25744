/// \file
/// FileOps by POSIX calls.
///
/// `write` does not truncate first: the blocks of the old content stay allocated, so that putting
/// it back cannot fail for want of space. The lock is flock(2): the kernel drops it when its holder
/// ends, so there is no stale one to detect; the file holds the pid for messages only.
#include "apply/FileOps.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <system_error>
#include <thread>
#include <unistd.h>

namespace repool {

namespace {

namespace fs = std::filesystem;

llvm::Error failed(const std::string &path, const char *what, int code = errno) {
  return llvm::createStringError(std::error_code(code, std::generic_category()),
                                 path + " cannot be " + what + ": " + std::strerror(code));
}

/// An open file, closed at the end.
class Descriptor {
public:
  Descriptor(const std::string &path, int flags, mode_t mode = 0) {
    do
      fd_ = ::open(path.c_str(), flags | O_CLOEXEC, mode);
    while (fd_ < 0 && errno == EINTR);
  }

  ~Descriptor() {
    if (fd_ >= 0)
      ::close(fd_);
  }

  Descriptor(Descriptor &&other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

  Descriptor(const Descriptor &) = delete;
  Descriptor &operator=(const Descriptor &) = delete;
  Descriptor &operator=(Descriptor &&) = delete;

  int get() const { return fd_; }

  explicit operator bool() const { return fd_ >= 0; }

  int close() { return ::close(std::exchange(fd_, -1)); }

private:
  int fd_;
};

std::string parentOf(const std::string &path) {
  std::string parent = fs::path(path).parent_path().string();
  return parent.empty() ? "." : parent;
}

llvm::Error syncFolder(const std::string &path) {
  Descriptor folder(path, O_RDONLY | O_DIRECTORY);
  // Some file systems cannot sync a folder; they say EINVAL, and there is nothing else to do.
  if (!folder || (::fsync(folder.get()) != 0 && errno != EINVAL))
    return failed(path, "synced");
  return llvm::Error::success();
}

bool writeAll(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    ssize_t done = ::write(fd, bytes.data(), bytes.size());
    if (done < 0 && errno == EINTR)
      continue;
    if (done < 0)
      return false;
    bytes.remove_prefix(static_cast<std::size_t>(done));
  }
  return true;
}

/// Attributes that a new file at this place would not have by itself, such as an ACL.
bool hasAttributes(const std::string &path) {
  ssize_t size = ::listxattr(path.c_str(), nullptr, 0);
  if (size <= 0)
    return false;
  std::string names(static_cast<std::size_t>(size), '\0');
  size = ::listxattr(path.c_str(), names.data(), names.size());
  for (std::size_t at = 0; size > 0 && at < static_cast<std::size_t>(size);) {
    std::string_view name = names.c_str() + at;
    if (name != "security.selinux")
      return true;
    at += name.size() + 1;
  }
  return false;
}

class RealLock : public FileLock {
public:
  explicit RealLock(Descriptor file) : file_(std::move(file)) {}

private:
  Descriptor file_;
};

class RealFileOps : public FileOps {
public:
  llvm::Expected<std::string> read(const std::string &path) override {
    Descriptor file(path, O_RDONLY);
    if (!file)
      return failed(path, "read");
    std::string result;
    char buffer[65536];
    while (true) {
      ssize_t size = ::read(file.get(), buffer, sizeof buffer);
      if (size < 0 && errno == EINTR)
        continue;
      if (size < 0)
        return failed(path, "read");
      if (size == 0)
        return result;
      result.append(buffer, static_cast<std::size_t>(size));
    }
  }

  llvm::Error write(const std::string &path, std::string_view bytes, unsigned mode) override {
    Descriptor file(path, O_WRONLY | O_CREAT, 0600);
    if (!file && errno == EACCES && ::chmod(path.c_str(), (mode | S_IWUSR) & 07777) == 0)
      return write(path, bytes, mode); // ours, but read-only
    struct stat now{};
    if (!file || !writeAll(file.get(), bytes) ||
        ::ftruncate(file.get(), static_cast<off_t>(bytes.size())) != 0 ||
        ::fstat(file.get(), &now) != 0)
      return failed(path, "written");
    if ((now.st_mode & 07777) != mode && ::fchmod(file.get(), mode) != 0)
      return failed(path, "given its mode");
    if (::fsync(file.get()) != 0 || file.close() != 0)
      return failed(path, "written");
    return llvm::Error::success();
  }

  llvm::Error rename(const std::string &from, const std::string &to) override {
    if (::rename(from.c_str(), to.c_str()) != 0)
      return failed(to, "replaced");
    return syncFolder(parentOf(to));
  }

  llvm::Error remove(const std::string &path) override {
    if (::remove(path.c_str()) != 0 && errno != ENOENT)
      return failed(path, "removed");
    return llvm::Error::success();
  }

  llvm::Error makeDirectory(const std::string &path) override {
    std::error_code error;
    if (!fs::create_directories(path, error) && error)
      return failed(path, "created", error.value());
    return syncFolder(parentOf(path));
  }

  llvm::Expected<std::vector<std::string>> list(const std::string &directory) override {
    std::error_code error;
    std::vector<std::string> names;
    for (auto entry = fs::directory_iterator(directory, error);
         !error && entry != fs::directory_iterator(); entry.increment(error))
      names.push_back(entry->path().filename().string());
    if (error && error != std::errc::no_such_file_or_directory)
      return failed(directory, "listed", error.value());
    std::sort(names.begin(), names.end());
    return names;
  }

  llvm::Expected<FileInfo> info(const std::string &path) override {
    std::error_code error;
    FileInfo info;
    info.real = fs::canonical(path, error).string();
    struct stat found{};
    if (error || ::stat(info.real.c_str(), &found) != 0)
      return failed(path, "found", error ? error.value() : errno);
    info.mode = found.st_mode & 07777;
    info.isRegular = S_ISREG(found.st_mode);
    info.isWritable = ::access(info.real.c_str(), W_OK) == 0;
    info.isReplaceable = found.st_nlink == 1 && found.st_uid == ::geteuid() &&
                         found.st_gid == ::getegid() && !hasAttributes(info.real) &&
                         ::access(parentOf(info.real).c_str(), W_OK) == 0;
    info.device = found.st_dev;
    info.inode = found.st_ino;
    return info;
  }

  llvm::Error passTime(const std::string &directory) override {
    const std::string path = directory + "/clock";
    Descriptor probe(path, O_WRONLY | O_CREAT, 0644);
    struct stat first{}, now{};
    constexpr int Most = 3000; // some file systems count seconds, some two at a time
    for (int i = 0; i < Most; ++i) {
      if (!probe || ::pwrite(probe.get(), "t", 1, 0) != 1 ||
          ::fstat(probe.get(), i == 0 ? &first : &now) != 0)
        return failed(path, "written");
      if (i > 0 && std::tie(first.st_mtim.tv_sec, first.st_mtim.tv_nsec) <
                       std::tie(now.st_mtim.tv_sec, now.st_mtim.tv_nsec))
        break;
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return remove(path);
  }

  llvm::Expected<std::unique_ptr<FileLock>> lock(const std::string &path) override {
    Descriptor file(path, O_RDWR | O_CREAT, 0644);
    if (!file)
      return failed(path, "locked");
    if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
      if (errno != EWOULDBLOCK)
        return failed(path, "locked");
      char pid[16] = {};
      ssize_t size = ::pread(file.get(), pid, sizeof pid - 1, 0);
      return llvm::createStringError(std::make_error_code(std::errc::device_or_resource_busy),
                                     std::string("another repool is writing") +
                                         (size > 0 ? " (process " + std::string(pid) + ")" : "") +
                                         "; wait for it to end");
    }
    std::string pid = std::to_string(::getpid());
    if (::ftruncate(file.get(), 0) != 0 || !writeAll(file.get(), pid))
      return failed(path, "locked");
    return std::make_unique<RealLock>(std::move(file));
  }
};

} // namespace

FileOps &realFileOps() {
  static RealFileOps ops;
  return ops;
}

} // namespace repool
