// What the core asks of the MySQL driver: deadlines, blame, other ways to the same database.

#include "drivers/mysql/MysqlConnector.h"

#include "MariaServer.h"

#include <functional>
#include <gtest/gtest.h>

namespace repool::detail {
namespace {

using std::chrono::milliseconds;
using test::ask;

TimePoint in(milliseconds time) {
  return Clock::now() + time;
}

/// Takes connections and never says a word.
class BlackHole {
public:
  BlackHole() : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    bind(socket_, reinterpret_cast<sockaddr *>(&address), size);
    listen(socket_, 16);
    getsockname(socket_, reinterpret_cast<sockaddr *>(&address), &size);
    port_ = ntohs(address.sin_port);
  }

  BlackHole(const BlackHole &) = delete;
  BlackHole &operator=(const BlackHole &) = delete;

  ~BlackHole() { close(socket_); }

  unsigned port() const { return port_; }

private:
  int socket_;
  unsigned port_ = 0;
};

/// How long \p body takes.
milliseconds timed(const std::function<void()> &body) {
  const TimePoint start = Clock::now();
  body();
  return std::chrono::duration_cast<milliseconds>(Clock::now() - start);
}

class MysqlConnectorTest : public testing::Test {
protected:
  void SetUp() override {
    server_ = test::MariaServer::instance();
    if (!server_)
      GTEST_SKIP() << "no MariaDB server to start";
    server_->ask("CREATE USER IF NOT EXISTS app IDENTIFIED BY 'secret'");
    server_->ask("CREATE USER IF NOT EXISTS lonely IDENTIFIED BY 'secret' WITH "
                 "MAX_USER_CONNECTIONS 1");
    server_->ask("CREATE DATABASE IF NOT EXISTS one");
    server_->ask("GRANT ALL ON *.* TO app");
    call_.user = "app";
    call_.password = "secret";
    call_.database = "one";
    call_.socket = server_->socket();
  }

  /// With this option set.
  static void set(MysqlCall &call, int option, const void *value) {
    auto settings = std::make_shared<MysqlSettings>(*call.settings);
    settings->set(option, value, nullptr);
    call.settings = settings;
  }

  static MysqlCall empty() {
    MysqlCall call;
    call.settings = std::make_shared<const MysqlSettings>();
    return call;
  }

  Opened open(const MysqlCall &call) const {
    return MysqlConnector(call).connect(in(milliseconds(30000)));
  }

  static MYSQL *handle(const Opened &opened) {
    return static_cast<MYSQL *>(opened.connection->handle());
  }

  test::MariaServer *server_ = nullptr;
  MysqlCall call_ = empty();
};

TEST_F(MysqlConnectorTest, ConnectingLeavesTheCallsOwnTimeouts) {
  const unsigned seconds = 7;
  set(call_, MYSQL_OPT_READ_TIMEOUT, &seconds);
  const Opened opened = open(call_);
  ASSERT_TRUE(opened.isGood) << opened.failure.message;
  EXPECT_EQ(handle(opened)->options.connect_timeout, 0U);
  EXPECT_EQ(handle(opened)->options.read_timeout, 7U);
  timeval value = {};
  socklen_t size = sizeof value;
  getsockopt(mysql_get_socket(handle(opened)), SOL_SOCKET, SO_RCVTIMEO, &value, &size);
  EXPECT_EQ(value.tv_sec, 7);
  getsockopt(mysql_get_socket(handle(opened)), SOL_SOCKET, SO_SNDTIMEO, &value, &size);
  EXPECT_EQ(value.tv_sec, 0);
  void (*wait)() = nullptr;
  mysql_get_option(handle(opened), MARIADB_OPT_IO_WAIT, &wait);
  EXPECT_EQ(wait, nullptr);
}

// The promise is the bound itself, so it is asserted; the margin is for a busy machine.
TEST_F(MysqlConnectorTest, ABlackHoleInTheHandshakeEndsAtTheDeadline) {
  const BlackHole hole;
  call_.host = "127.0.0.1";
  call_.port = hole.port();
  Opened opened;
  const auto time = timed([&] { opened = MysqlConnector(call_).connect(in(milliseconds(300))); });
  EXPECT_FALSE(opened.isGood);
  EXPECT_EQ(opened.failure.blame, Blame::Server);
  EXPECT_EQ(opened.failure.code, 2013);
  EXPECT_GE(time, milliseconds(300));
  EXPECT_LT(time, milliseconds(900)) << "whole seconds would be more";
}

TEST_F(MysqlConnectorTest, TheCallsOwnConnectTimeoutCountsIfItIsShorter) {
  const BlackHole hole;
  call_.host = "127.0.0.1";
  call_.port = hole.port();
  const unsigned seconds = 1;
  set(call_, MYSQL_OPT_CONNECT_TIMEOUT, &seconds);
  const auto time = timed([&] { EXPECT_FALSE(open(call_).isGood); });
  EXPECT_GE(time, milliseconds(1000));
  EXPECT_LT(time, milliseconds(10000));
}

// With and without TLS, which waits for the socket in its own way.
TEST_F(MysqlConnectorTest, NoAnswerInTimeIsNoAnswer) {
  for (const my_bool isTls : {my_bool(0), my_bool(1)}) {
    if (isTls && !server_->hasTls())
      continue;
    MysqlCall call = call_;
    set(call, MYSQL_OPT_SSL_ENFORCE, &isTls);
    Opened pinged = open(call);
    Opened reset = open(call);
    Opened probed = open(call);
    ASSERT_TRUE(pinged.isGood && reset.isGood && probed.isGood) << pinged.failure.message;
    reset.connection->enroll();
    EXPECT_TRUE(pinged.connection->answers(in(milliseconds(30000))));
    EXPECT_TRUE(probed.connection->hasOwnSession(in(milliseconds(30000))));
    server_->pause();
    for (const auto &question : std::vector<std::function<bool()>>{
             [&] { return pinged.connection->answers(in(milliseconds(300))); },
             [&] { return reset.connection->makeFresh(false, in(milliseconds(300))); },
             [&] { return probed.connection->hasOwnSession(in(milliseconds(300))); }}) {
      const auto time = timed([&] { EXPECT_FALSE(question()); });
      EXPECT_GE(time, milliseconds(300));
      EXPECT_LT(time, milliseconds(900));
    }
    Opened opened;
    const auto time = timed([&] { opened = MysqlConnector(call).connect(in(milliseconds(300))); });
    EXPECT_EQ(opened.failure.blame, Blame::Server);
    EXPECT_LT(time, milliseconds(900));
    server_->resume();
    EXPECT_TRUE(pinged.connection->isBroken());
    EXPECT_FALSE(pinged.connection->isAlive(in(milliseconds(0))));
  }
}

TEST_F(MysqlConnectorTest, BlameTellsWhoseFaultItIs) {
  const auto blame = [&](const std::function<void(MysqlCall &)> &change) {
    MysqlCall call = call_;
    change(call);
    const Failure failure = open(call).failure;
    return std::make_pair(failure.blame, failure.code);
  };
  const auto is = [](Blame blame, int code) { return std::make_pair(blame, code); };
  EXPECT_EQ(blame([](MysqlCall &c) { c.password = "x"; }), is(Blame::Caller, 1045));
  EXPECT_EQ(blame([](MysqlCall &c) { c.database = "none"; }), is(Blame::Caller, 1049));
  EXPECT_EQ(blame([](MysqlCall &c) { c.user = "lonely", c.database = "mysql"; }),
            is(Blame::Caller, 1044));
  EXPECT_EQ(blame([](MysqlCall &c) { c.socket = "/nowhere"; }), is(Blame::Server, 2002));
  EXPECT_EQ(blame([](MysqlCall &c) { c.host = "127.0.0.1", c.port = 1; }), is(Blame::Server, 2002));
  EXPECT_EQ(blame([](MysqlCall &c) { set(c, MYSQL_INIT_COMMAND, "nonsense"); }),
            is(Blame::Caller, 1064));
  EXPECT_EQ(blame([](MysqlCall &c) { set(c, MYSQL_SET_CHARSET_NAME, "klingon"); }),
            is(Blame::Caller, 2019));
  MysqlCall lonely = call_;
  lonely.user = "lonely";
  lonely.database.reset();
  const Opened first = open(lonely);
  ASSERT_TRUE(first.isGood) << first.failure.message;
  EXPECT_EQ(open(lonely).failure.blame, Blame::Overload);
}

TEST_F(MysqlConnectorTest, RefusalsCarryTheMessageAndANumberThatFits) {
  const MysqlConnector connector(call_);
  const auto refused = [&](const Failure &failure) {
    Opened opened = connector.refuse(failure);
    EXPECT_FALSE(opened.isGood);
    EXPECT_EQ(opened.code, static_cast<int>(mysql_errno(handle(opened))));
    return std::string(mysql_sqlstate(handle(opened))) + ' ' + std::to_string(opened.code) + ' ' +
           mysql_error(handle(opened));
  };
  EXPECT_EQ(refused({Blame::Pool, 0, "", "all in use"}), "08004 1040 all in use");
  EXPECT_EQ(refused({Blame::Server, 0, "", "known to be down"}), "HY000 2003 known to be down");
  EXPECT_EQ(refused({Blame::Caller, 1045, "28000", "denied"}), "28000 1045 denied");
  EXPECT_LT(refused({Blame::Pool, 0, "", std::string(5000, 'x')}).size(), 600U);
}

TEST_F(MysqlConnectorTest, AnotherWayMustLeadToTheSameUserAndDatabase) {
  call_.host = "nowhere.invalid";
  call_.socket.reset();
  const std::string port = std::to_string(server_->port());
  const MysqlConnector connector(call_);
  for (const std::string &url :
       {"mysql://app:secret@127.0.0.1:" + port + "/one", "mariadb://localhost:" + port,
        "mysql://?socket=" + server_->socket()}) {
    const auto way = connector.via(url);
    ASSERT_TRUE(way) << url;
    const Opened opened = way->connect(in(milliseconds(30000)));
    ASSERT_TRUE(opened.isGood) << url << ": " << opened.failure.message;
    EXPECT_EQ(ask(handle(opened), "SELECT DATABASE(), SUBSTRING_INDEX(USER(), '@', 1)"), "one,app");
    EXPECT_NE(way->target().key, connector.target().key);
    EXPECT_NE(way->target().server, connector.target().server);
  }
  for (const char *const url : {"mysql://root@127.0.0.1", "mysql://127.0.0.1/two", "127.0.0.1",
                                "postgres://app@127.0.0.1/one", "mysql://127.0.0.1/one?ssl=1"})
    EXPECT_FALSE(connector.via(url)) << url;
  set(call_, MYSQL_READ_DEFAULT_GROUP, "client");
  EXPECT_TRUE(MysqlConnector(call_).via("mysql://127.0.0.1"));
  call_.user.reset();
  EXPECT_FALSE(MysqlConnector(call_).via("mysql://127.0.0.1")) << "nobody knows who that is";
}

TEST_F(MysqlConnectorTest, TargetsShowNoSecretAndGroupByServerUserAndDatabase) {
  const auto shows = [](const Target &target, const char *text) {
    return (target.key + target.server + target.place).find(text) != std::string::npos;
  };
  const Target target = MysqlConnector(call_).target();
  EXPECT_FALSE(shows(target, "secret"));
  EXPECT_EQ(target.place, "app@" + server_->socket() + "/one");
  MysqlCall other = call_;
  other.password = "other";
  EXPECT_NE(MysqlConnector(other).target().key, target.key);
  EXPECT_EQ(MysqlConnector(other).target().server, target.server);
  other.database = "two";
  EXPECT_NE(MysqlConnector(other).target().server, target.server);
  other.host = "host=db;password=secret";
  EXPECT_FALSE(shows(MysqlConnector(other).target(), "secret"));
  set(other, MARIADB_OPT_TLS_PASSPHRASE, "secret");
  EXPECT_FALSE(shows(MysqlConnector(other).target(), "secret"));
}

TEST_F(MysqlConnectorTest, TheEnvironmentIsPartOfTheKeyWhereItCounts) {
  call_.password.reset();
  const MysqlConnector connector(call_);
  const Target without = connector.target();
  const std::uint64_t stamp = connector.stamp();
  setenv("MYSQL_PWD", "secret", 1);
  EXPECT_NE(connector.target().key, without.key);
  EXPECT_NE(connector.stamp(), stamp);
  EXPECT_EQ(connector.target().key.find("secret"), std::string::npos);
  EXPECT_TRUE(connector.connect(in(milliseconds(30000))).isGood);
  unsetenv("MYSQL_PWD");
  EXPECT_EQ(connector.stamp(), stamp);
}

TEST_F(MysqlConnectorTest, OnlyALostServerIsBroken) {
  const Opened opened = open(call_);
  EXPECT_NE(ask(handle(opened), "nonsense"), "");
  EXPECT_FALSE(opened.connection->isBroken());
  EXPECT_TRUE(opened.connection->isAlive(in(milliseconds(0))));
  server_->ask("KILL CONNECTION " + std::to_string(mysql_thread_id(handle(opened))));
  while (ask(handle(opened), "SELECT SLEEP(0.01)").find("error") == std::string::npos)
    ;
  EXPECT_TRUE(opened.connection->isBroken());
  EXPECT_FALSE(opened.connection->isAlive(in(milliseconds(0))));
  EXPECT_FALSE(opened.connection->answers(in(milliseconds(30000))));
}

TEST_F(MysqlConnectorTest, ConnectingAsCalledKeepsReconnect) {
  const my_bool on = 1;
  set(call_, MYSQL_OPT_RECONNECT, &on);
  const Opened opened = MysqlConnector(call_).connectAsCalled();
  ASSERT_TRUE(opened.isGood);
  EXPECT_EQ(handle(opened)->options.reconnect, 1);
  opened.connection->enroll();
  EXPECT_EQ(handle(opened)->options.reconnect, 0) << "off once it is pooled";
}

} // namespace
} // namespace repool::detail
