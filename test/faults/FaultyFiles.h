/// \file
/// The real file operations with a fault at the Nth one.
#pragma once

#include "apply/FileOps.h"

namespace repool {

enum class Fault {
  FailOnce,   ///< the Nth operation fails, nothing of it done
  FailFromOn, ///< so does every later one: the disk is gone
  TornOnce,   ///< the Nth operation fails; a write has written half of its bytes
  Kill,       ///< the process ends before the Nth operation
  KillTorn    ///< ... a write has written half of its bytes
};

class FaultyFiles : public FileOps {
public:
  /// \p at counts from 1.
  FaultyFiles(Fault fault, unsigned at) : fault_(fault), at_(at) {}

  /// True if there were at least `at` operations.
  bool hasStruck() const { return count_ >= at_; }

  llvm::Expected<std::string> read(const std::string &path) override;
  llvm::Error write(const std::string &path, std::string_view bytes, unsigned mode) override;
  llvm::Error rename(const std::string &from, const std::string &to) override;
  llvm::Error remove(const std::string &path) override;
  llvm::Error makeDirectory(const std::string &path) override;
  llvm::Expected<std::vector<std::string>> list(const std::string &directory) override;
  llvm::Expected<FileInfo> info(const std::string &path) override;
  llvm::Expected<std::unique_ptr<FileLock>> lock(const std::string &path) override;

  llvm::Error passTime(const std::string &directory) override;

  static constexpr int KilledExit = 77;

private:
  /// Counts one operation; the error it must give, if it is its turn.
  llvm::Error next();

  Fault fault_;
  unsigned at_;
  unsigned count_ = 0;
};

} // namespace repool
