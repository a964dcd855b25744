#include "monitor/CheckLog.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"

#include <ctime>

namespace repool::monitor {

namespace {

std::string isoTime(std::chrono::system_clock::time_point at) {
  const auto milliseconds =
      std::chrono::duration_cast<std::chrono::milliseconds>(at.time_since_epoch()).count();
  const std::time_t seconds = static_cast<std::time_t>(milliseconds / 1000);
  std::tm utc = {};
  gmtime_r(&seconds, &utc);
  char text[32];
  const std::size_t size = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &utc);
  return std::string(text, size) + '.' + std::to_string(1000 + milliseconds % 1000).substr(1) + 'Z';
}

llvm::json::Object fieldsOf(const Answer &answer) {
  llvm::json::Object fields{{"ok", answer.isGood}, {"us", answer.took.count()}};
  if (!answer.problem.empty())
    fields["problem"] = llvm::json::fixUTF8(answer.problem);
  return fields;
}

llvm::json::Value poolsOf(const std::optional<PoolMetrics> &metrics) {
  if (!metrics)
    return nullptr;
  llvm::json::Array pools;
  for (const PoolState &pool : metrics->pools)
    pools.push_back(llvm::json::Object{{"pool", llvm::json::fixUTF8(pool.place)},
                                       {"breakerOpen", pool.isBreakerOpen},
                                       {"borrowed", pool.borrowed},
                                       {"inUse", pool.inUse},
                                       {"idle", pool.idle},
                                       {"waiting", pool.waiting},
                                       {"max", pool.max}});
  return pools;
}

} // namespace

std::string jsonLine(const Check &check, const Tally &tally) {
  llvm::json::Array endpoints;
  for (std::size_t i = 0; i < check.endpoints.size(); ++i) {
    llvm::json::Object fields = fieldsOf(check.endpoints[i]);
    fields["endpoint"] = llvm::json::fixUTF8(tally.endpoints[i].place);
    fields["inUse"] = tally.endpoints[i].isInUse;
    endpoints.push_back(std::move(fields));
  }
  llvm::json::Value url = nullptr;
  if (check.url)
    url = fieldsOf(*check.url);
  const llvm::json::Value line = llvm::json::Object{{"time", isoTime(check.at)},
                                                    {"check", tally.total},
                                                    {"ok", check.isGood()},
                                                    {"degraded", check.isDegraded()},
                                                    {"url", std::move(url)},
                                                    {"endpoints", std::move(endpoints)},
                                                    {"connectionErrors", tally.connectionErrors()},
                                                    {"pools", poolsOf(check.pools)}};
  return llvm::formatv("{0}\n", line);
}

CheckLog::CheckLog(std::string path, std::unique_ptr<llvm::raw_fd_ostream> file)
    : path_(std::move(path)), file_(std::move(file)) {}

CheckLog::CheckLog(CheckLog &&) noexcept = default;
CheckLog::~CheckLog() = default;

llvm::Expected<CheckLog> CheckLog::open(const std::string &path) {
  std::error_code error;
  auto file = std::make_unique<llvm::raw_fd_ostream>(
      path, error, llvm::sys::fs::CD_OpenAlways, llvm::sys::fs::FA_Write, llvm::sys::fs::OF_Append);
  if (error)
    return llvm::createStringError(error,
                                   "--log " + path + " cannot be written: " + error.message());
  file->SetUnbuffered();
  return CheckLog(path, std::move(file));
}

llvm::Error CheckLog::append(const std::string &line) {
  *file_ << line;
  if (!file_->has_error())
    return llvm::Error::success();
  const std::error_code error = file_->error();
  file_->clear_error();
  return llvm::createStringError(error,
                                 "--log " + path_ + " cannot be written: " + error.message());
}

} // namespace repool::monitor
