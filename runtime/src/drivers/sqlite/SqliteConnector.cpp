#include "SqliteConnector.h"

#include "Session.h"

#include <sqlite3.h>

#include <filesystem>

namespace repool::detail {

namespace {

class SqliteConnection final : public Connection {
public:
  SqliteConnection(sqlite3 *db, int flags) : db_(db), flags_(flags) {}

  // v2: a statement that was never finalized keeps the connection until it is, instead of leaking.
  ~SqliteConnection() override { sqlite3_close_v2(db_); }

  void *handle() noexcept override { return db_; }

  void enroll() override { session_.emplace(db_, flags_); }

  bool isAlive(TimePoint) noexcept override { return session_ && session_->isSameFile(); }

  bool makeFresh(bool keepSession, TimePoint) noexcept override {
    try {
      return session_ && session_->makeFresh(db_, keepSession);
    } catch (...) {
      return false; // out of memory
    }
  }

  void disown() noexcept override { db_ = nullptr; }

  void abandon() noexcept override {} // closing would release the parent's locks on the file

private:
  sqlite3 *db_;
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

Opened failed(sqlite3 *db, int code) {
  Opened opened;
  opened.code = code;
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

Target SqliteConnector::target() const {
  if (isPrivate(path_, flags_) || sqlite3_threadsafe() == 0)
    return {{}, {}, path_};
  std::error_code error;
  // A URI may be relative too, so the directory is part of the key in any case.
  const std::string directory =
      path_.front() == '/' ? std::string() : std::filesystem::current_path(error).string() + '/';
  if (error)
    return {{}, {}, path_};
  const std::string file = directory + path_;
  return {"sqlite;" + std::to_string(flags_) + ';' + (vfs_ ? "vfs=" + *vfs_ : "") + ';' + file,
          "sqlite;" + file, path_};
}

Opened SqliteConnector::connectAsCalled() const {
  sqlite3 *db = nullptr;
  const int code = sqlite3_open_v2(path_.c_str(), &db, flags_, vfs_ ? vfs_->c_str() : nullptr);
  if (code != SQLITE_OK)
    return failed(db, code);
  Opened opened;
  opened.isGood = true;
  opened.connection = std::make_unique<SqliteConnection>(db, flags_);
  return opened;
}

// The message is put on a handle by a statement that fails with it. The handle belongs to an empty
// database; a site that does not look at the code must not write into it and believe it is saved,
// so every further statement is denied.
Opened SqliteConnector::connect(TimePoint) const {
  return connectAsCalled();
}

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
