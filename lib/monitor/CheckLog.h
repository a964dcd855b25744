/// \file
/// JSON lines, one per check, appended to a file that other programs read while it grows.
///
///   {"time": "2026-01-31T12:00:00.000Z", "check": 1, "ok": true, "degraded": false,
///    "url": {"ok": true, "us": 2100} | null,
///    "endpoints": [{"endpoint": "app@db:5432/shop", "ok": false, "us": 3000, "problem": "...",
///                   "inUse": true}],
///    "connectionErrors": 0,
///    "pools": [{"pool": "app@db:5432/shop", "breakerOpen": false, "borrowed": 9, "inUse": 2,
///               "idle": 1, "waiting": 0, "max": 10}] | null}
///
/// Fields are added, never renamed. Each line is written as a whole and at once. Never a secret.
#pragma once

#include "llvm/Support/Error.h"
#include "monitor/Tally.h"

#include <memory>
#include <string>

namespace llvm {
class raw_fd_ostream;
}

namespace repool::monitor {

/// One line with its line break.
std::string jsonLine(const Check &check, const Tally &tally);

class CheckLog {
public:
  static llvm::Expected<CheckLog> open(const std::string &path);
  CheckLog(CheckLog &&) noexcept;
  ~CheckLog();

  llvm::Error append(const std::string &line);

private:
  CheckLog(std::string path, std::unique_ptr<llvm::raw_fd_ostream> file);
  std::string path_;
  std::unique_ptr<llvm::raw_fd_ostream> file_;
};

} // namespace repool::monitor
