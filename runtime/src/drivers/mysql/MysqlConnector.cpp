#include "MysqlConnector.h"

#include "Errors.h"
#include "Session.h"
#include "TimeLimit.h"

#include <optional>
#include <unistd.h>

namespace repool::detail {

namespace {

constexpr unsigned OutOfMemory = 2008;        // CR_OUT_OF_MEMORY
constexpr unsigned TooManyConnections = 1040; // ER_CON_COUNT_ERROR
constexpr unsigned CannotConnect = 2003;      // CR_CONN_HOST_ERROR

// For one question to a server that has just let us in.
constexpr std::chrono::seconds EnrollLimit(5);

/// What libmysqlclient wants to know of each thread; nothing in libmariadb.
class ThreadGuard {
public:
  ThreadGuard() { mysql_thread_init(); }

  ThreadGuard(const ThreadGuard &) = delete;
  ThreadGuard &operator=(const ThreadGuard &) = delete;

  ~ThreadGuard() { mysql_thread_end(); }
};

/// Before any other use of the library: its own initialisation on first use is not safe with two
/// threads in all versions.
void enterLibrary() {
  static const int result = mysql_library_init(0, nullptr, nullptr);
  static_cast<void>(result);
  thread_local const ThreadGuard guard;
  static_cast<void>(guard);
}

class MysqlConnection final : public Connection {
public:
  explicit MysqlConnection(MYSQL *mysql) : mysql_(mysql) {}

  ~MysqlConnection() override {
    enterLibrary();
    mysql_close(mysql_);
  }

  void *handle() noexcept override { return mysql_; }

  void enroll() override {
    enterLibrary();
    session_.emplace(mysql_, Clock::now() + EnrollLimit);
  }

  bool isAlive(TimePoint) noexcept override { return MysqlSession::isQuiet(mysql_); }

  bool answers(TimePoint deadline) noexcept override {
    enterLibrary();
    const TimeLimit limit(mysql_, deadline);
    return mysql_ping(mysql_) == 0;
  }

  bool isBroken() noexcept override { return MysqlSession::isBroken(mysql_); }

  bool makeFresh(bool keepSession, TimePoint deadline) noexcept override {
    try {
      enterLibrary();
      return session_ && session_->makeFresh(mysql_, keepSession, deadline);
    } catch (...) {
      return false; // out of memory
    }
  }

  bool hasOwnSession(TimePoint deadline) noexcept override {
    enterLibrary();
    const TimeLimit limit(mysql_, deadline);
    if (mysql_query(mysql_, "SELECT CONNECTION_ID()") != 0)
      return false;
    MYSQL_RES *const result = mysql_store_result(mysql_);
    const MYSQL_ROW row = result ? mysql_fetch_row(result) : nullptr;
    const bool isOwn = row && row[0] && row[0] == std::to_string(mysql_thread_id(mysql_));
    if (result)
      mysql_free_result(result);
    return isOwn;
  }

  void disown() noexcept override { mysql_ = nullptr; }

  // The handle's memory stays: its destructor would say goodbye to the parent's server.
  void abandon() noexcept override {
    const int socket = socketOf(mysql_);
    if (socket >= 0)
      ::close(socket);
  }

private:
  MYSQL *mysql_;
  std::optional<MysqlSession> session_; ///< only if it is lent more than once
};

Opened opened(MYSQL *mysql, bool isGood) {
  Opened opened;
  opened.isGood = isGood;
  if (!isGood) {
    opened.failure = mysql ? failureOf(mysql)
                           : Failure{Blame::Caller, OutOfMemory, "HY000", "repool: out of memory"};
    if (opened.failure.code == 0) // a plugin that gives up without a word
      opened.failure.code = CannotConnect;
    opened.code = opened.failure.code;
  }
  if (mysql)
    opened.connection = std::make_unique<MysqlConnection>(mysql);
  return opened;
}

unsigned codeFor(const Failure &failure) {
  if (failure.code != 0)
    return static_cast<unsigned>(failure.code);
  return failure.blame == Blame::Server ? CannotConnect : TooManyConnections;
}

} // namespace

MysqlConnector::MysqlConnector(MysqlCall call) : call_(std::move(call)) {
  enterLibrary();
}

Target MysqlConnector::target() const {
  return call_.target();
}

std::uint64_t MysqlConnector::stamp() const noexcept {
  try {
    return call_.stamp();
  } catch (...) {
    return 0; // out of memory
  }
}

Opened MysqlConnector::connectAsCalled() const {
  enterLibrary();
  MYSQL *const mysql = mysql_init(nullptr);
  if (!mysql)
    return opened(nullptr, false);
  call_.settings->apply(mysql); // a refused option is no reason not to connect: none checks it
  return opened(mysql, call_.connect(mysql));
}

Opened MysqlConnector::connect(TimePoint deadline) const {
  enterLibrary();
  MYSQL *const mysql = mysql_init(nullptr);
  if (!mysql)
    return opened(nullptr, false);
  call_.settings->apply(mysql);
  bool isGood = false;
  {
    const TimeLimit limit(mysql, deadline);
    isGood = call_.connect(mysql);
  }
  return opened(mysql, isGood);
}

std::shared_ptr<const Connector> MysqlConnector::via(const std::string &url) const {
  std::optional<MysqlCall> call = call_.via(url);
  return call ? std::make_shared<const MysqlConnector>(std::move(*call)) : nullptr;
}

Opened MysqlConnector::refuse(const Failure &failure) const {
  enterLibrary();
  MYSQL *const mysql = mysql_init(nullptr);
  const unsigned code = codeFor(failure);
  const std::string state = code == TooManyConnections ? "08004" : "HY000";
  if (mysql)
    setError(mysql, code, failure.state.empty() ? state : failure.state, failure.message);
  Opened refused = opened(mysql, false);
  refused.failure = failure;
  return refused;
}

} // namespace repool::detail
