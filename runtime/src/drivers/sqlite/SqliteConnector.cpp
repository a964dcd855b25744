#include "SqliteConnector.h"

#include "OwnCalls.h"
#include "Session.h"

#include <sqlite3.h>

#include <filesystem>
#include <functional>

namespace repool::detail {

namespace {

class SqliteConnection final : public Connection {
public:
  SqliteConnection(sqlite3 *db, std::string path, int flags)
      : db_(db), path_(std::move(path)), flags_(flags) {}

  // v2: a statement that was never finalized keeps the connection until it is, instead of leaking.
  ~SqliteConnection() override {
    session_.reset();
    sqlite3_close_v2(db_);
  }

  void *handle() noexcept override { return db_; }

  void enroll() override { session_.emplace(db_, path_, flags_); }

  bool isAlive(TimePoint) noexcept override {
    try {
      if (!session_ || !session_->isSameFile())
        return false;
      session_->knowSchema();
      return true;
    } catch (...) {
      return false; // out of memory
    }
  }

  bool makeFresh(bool keepSession, TimePoint) noexcept override {
    try {
      return session_ && session_->makeFresh(keepSession);
    } catch (...) {
      return false; // out of memory
    }
  }

  bool settle() noexcept override {
    try {
      return session_ && session_->maySleep();
    } catch (...) {
      return false;
    }
  }

  void disown() noexcept override {
    session_.reset();
    db_ = nullptr;
  }

  void abandon() noexcept override {} // closing would release the parent's locks on the file

private:
  sqlite3 *db_;
  std::string path_;
  int flags_;
  std::optional<SqliteSession> session_; ///< only if it is lent more than once
};

/// A handle that is only good for sqlite3_errmsg and sqlite3_close.
class FailedHandle final : public Connection {
public:
  explicit FailedHandle(sqlite3 *db) : db_(db) {}

  ~FailedHandle() override { sqlite3_close_v2(db_); }

  void *handle() noexcept override { return db_; }

  bool isAlive(TimePoint) noexcept override { return false; }

  bool makeFresh(bool, TimePoint) noexcept override { return false; }

  void disown() noexcept override { db_ = nullptr; }

  void abandon() noexcept override {}

private:
  sqlite3 *db_;
};

// No server, so nobody's fault but the call's: it is not tried again.
Opened failed(sqlite3 *db, int code) {
  Opened opened;
  opened.code = code;
  opened.failure.blame = Blame::Caller;
  opened.failure.code = code;
  opened.failure.message = db ? sqlite3_errmsg(db) : sqlite3_errstr(code);
  if (db)
    opened.connection = std::make_unique<FailedHandle>(db);
  return opened;
}

bool isPrivate(const std::string &path, int flags) {
  if (flags & (SQLITE_OPEN_MEMORY | SQLITE_OPEN_DELETEONCLOSE | SQLITE_OPEN_SHAREDCACHE))
    return true;
  if (path.empty() || path == ":memory:")
    return true;
  return path.rfind("file:", 0) == 0 && (path.find(":memory:") != std::string::npos ||
                                         path.find("mode=memory") != std::string::npos ||
                                         path.find("cache=shared") != std::string::npos ||
                                         path == "file:" || path.rfind("file:?", 0) == 0);
}

/// Fails the statement that calls it with the message that came with the function.
void sayNo(sqlite3_context *context, int, sqlite3_value **) {
  const auto *const message = static_cast<const std::string *>(sqlite3_user_data(context));
  sqlite3_result_error(context, message->c_str(), -1);
  sqlite3_result_error_code(context, SQLITE_BUSY);
}

int denyAll(void *, int, const char *, const char *, const char *, const char *) {
  return SQLITE_DENY;
}

} // namespace

// A URI may be relative, too, and what looks like one may be a file's name.
bool SqliteConnector::isRelative() const {
  return path_.front() != '/' &&
         !((flags_ & SQLITE_OPEN_URI) != 0 && path_.rfind("file:/", 0) == 0);
}

std::string SqliteConnector::absolutePath() const {
  if (path_.empty() || !isRelative())
    return path_;
  std::error_code error;
  const std::string directory = std::filesystem::current_path(error).string();
  return error ? std::string() : directory + '/' + path_;
}

// There is no server to count connections: each pool has a `max` of its own, so that one function
// may read through one set of flags and write through another.
Target SqliteConnector::target() const {
  const std::string file =
      isPrivate(path_, flags_) || sqlite3_threadsafe() == 0 ? std::string() : absolutePath();
  if (file.empty())
    return {{}, {}, path_};
  std::string key =
      "sqlite;" + std::to_string(flags_) + ';' + (vfs_ ? "vfs=" + *vfs_ : "") + ';' + file;
  return {key, key, path_};
}

std::uint64_t SqliteConnector::stamp() const noexcept {
  try {
    return path_.empty() || !isRelative() ? 0 : std::hash<std::string>()(absolutePath());
  } catch (...) {
    return 0; // out of memory: target() will say so
  }
}

Opened SqliteConnector::connectAsCalled() const {
  sqlite3 *db = nullptr;
  const int code = sqlite3_open_v2(path_.c_str(), &db, flags_, vfs_ ? vfs_->c_str() : nullptr);
  if (code != SQLITE_OK)
    return failed(db, code);
  Opened opened;
  opened.isGood = true;
  opened.connection = std::make_unique<SqliteConnection>(db, absolutePath(), flags_);
  return opened;
}

Opened SqliteConnector::connect(TimePoint) const {
  try {
    return connectAsCalled();
  } catch (...) {
    return failed(nullptr, SQLITE_NOMEM);
  }
}

// The message is put on a handle by a statement that fails with it. The handle belongs to an empty
// database; a site that does not look at the code must not write into it and believe it is saved,
// so every further statement is denied.
Opened SqliteConnector::refuse(const Failure &failure) const {
  sqlite3 *db = nullptr;
  const int code = sqlite3_open_v2(":memory:", &db, SQLITE_OPEN_READWRITE, nullptr);
  if (code != SQLITE_OK)
    return failed(db, code);
  sqlite3_create_function_v2(db, "repool_refuse", 0, SQLITE_UTF8, new std::string(failure.message),
                             sayNo, nullptr, nullptr,
                             [](void *text) { delete static_cast<std::string *>(text); });
  sqlite3_exec(db, "SELECT repool_refuse()", nullptr, nullptr, nullptr);
  sqlite3_set_authorizer(db, denyAll, nullptr);
  return failed(db, SQLITE_BUSY);
}

} // namespace repool::detail
