#include "FaultyFiles.h"

#include <unistd.h>

namespace repool {

llvm::Error FaultyFiles::next() {
  ++count_;
  bool isTurn = fault_ == Fault::FailFromOn ? count_ >= at_ : count_ == at_;
  if (!isTurn)
    return llvm::Error::success();
  if (fault_ == Fault::Kill || fault_ == Fault::KillTorn)
    ::_exit(KilledExit);
  return llvm::createStringError(std::make_error_code(std::errc::no_space_on_device),
                                 "operation " + std::to_string(count_) + " was made to fail");
}

llvm::Error FaultyFiles::write(const std::string &path, std::string_view bytes, unsigned mode) {
  bool isTorn = fault_ == Fault::TornOnce || fault_ == Fault::KillTorn;
  if (isTorn && count_ + 1 == at_) {
    llvm::consumeError(realFileOps().write(path, bytes.substr(0, bytes.size() / 2), mode));
    return next();
  }
  llvm::Error error = next();
  return error ? std::move(error) : realFileOps().write(path, bytes, mode);
}

llvm::Expected<std::string> FaultyFiles::read(const std::string &path) {
  if (llvm::Error error = next())
    return error;
  return realFileOps().read(path);
}

llvm::Error FaultyFiles::rename(const std::string &from, const std::string &to) {
  llvm::Error error = next();
  return error ? std::move(error) : realFileOps().rename(from, to);
}

llvm::Error FaultyFiles::remove(const std::string &path) {
  llvm::Error error = next();
  return error ? std::move(error) : realFileOps().remove(path);
}

llvm::Error FaultyFiles::makeDirectory(const std::string &path) {
  llvm::Error error = next();
  return error ? std::move(error) : realFileOps().makeDirectory(path);
}

llvm::Expected<std::vector<std::string>> FaultyFiles::list(const std::string &directory) {
  if (llvm::Error error = next())
    return error;
  return realFileOps().list(directory);
}

llvm::Expected<FileInfo> FaultyFiles::info(const std::string &path) {
  if (llvm::Error error = next())
    return error;
  return realFileOps().info(path);
}

llvm::Error FaultyFiles::passTime(const std::string &directory) {
  llvm::Error error = next();
  return error ? std::move(error) : realFileOps().passTime(directory);
}

llvm::Expected<std::unique_ptr<FileLock>> FaultyFiles::lock(const std::string &path) {
  if (llvm::Error error = next())
    return error;
  return realFileOps().lock(path);
}

} // namespace repool
