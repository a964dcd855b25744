// The MySQL C API against a real server, as migrated code uses it.

#include "repool/mysql.h"

#include "MariaServer.h"
#include "repool/stats.h"

#include <atomic>
#include <cstdio>
#include <functional>
#include <gtest/gtest.h>
#include <stdexcept>
#include <thread>

namespace repool {
namespace {

using test::ask;

/// Runs \p body in a forked child and tells whether it returned true there.
template <class Body> bool holdsInChild(Body body) {
  const pid_t child = fork();
  if (child == 0)
    _exit(body() ? 0 : 1);
  int status = 1;
  waitpid(child, &status, 0);
  return status == 0;
}

class MysqlTest : public testing::Test {
protected:
  void SetUp() override {
    server_ = test::MariaServer::instance();
    if (!server_)
      GTEST_SKIP() << "no MariaDB server to start";
    static const bool isPrepared = prepare(*server_);
    ASSERT_TRUE(isPrepared);
    setMax("3");
    before_ = stats();
  }

  void TearDown() override {
    if (server_) {
      EXPECT_TRUE(shutdown(30000));
    }
  }

  static bool prepare(const test::MariaServer &server) {
    for (const char *const sql :
         {"CREATE USER app IDENTIFIED BY 'secret'", "CREATE DATABASE one", "CREATE DATABASE two",
          "CREATE ROLE reader", "GRANT ALL ON *.* TO app", "GRANT reader TO app",
          "CREATE TABLE one.t (i INT PRIMARY KEY, n INT) ENGINE=InnoDB",
          "INSERT INTO one.t VALUES (1, 0)", "CREATE TABLE one.name (s VARCHAR(9))",
          "CREATE TABLE two.name (s VARCHAR(9))", "INSERT INTO one.name VALUES ('one')",
          "INSERT INTO two.name VALUES ('two')"})
      if (!server.ask(sql).empty())
        return false;
    return true;
  }

  static void setMax(const char *max, const char *deadline = "60000") {
    shutdown();
    setenv("REPOOL_MAX", max, 1);
    setenv("REPOOL_DEADLINE_MS", deadline, 1);
  }

  Source<MYSQL> database(const char *name, const MysqlOptions &options = MysqlOptions()) const {
    return mysql(nullptr, "app", "secret", name, 0, server_->socket().c_str(), 0, options);
  }

  Source<MYSQL> one() const { return database("one"); }

  static std::string thread(const Source<MYSQL> &source) {
    return withDatabase(source, [](MYSQL *c) { return ask(c, "SELECT CONNECTION_ID()"); });
  }

  /// Asks over a new connection, outside all pools.
  std::string askAsApp(const char *sql) const {
    MYSQL *const mysql = mysql_init(nullptr);
    std::string answer = "no connection";
    if (mysql_real_connect(mysql, nullptr, "app", "secret", "one", 0, server_->socket().c_str(), 0))
      answer = ask(mysql, sql);
    mysql_close(mysql);
    return answer;
  }

  MYSQL *openForC(MYSQL *site, const char *password = "secret") const {
    return repool_mysql_open(site, nullptr, "app", password, "one", 0, server_->socket().c_str(),
                             0);
  }

  /// Until the server has no connection of this number: KILL and a close take effect a little
  /// later.
  bool isGone(const std::string &id) const {
    for (int i = 0; i < 3000; ++i) {
      if (server_->ask("SELECT COUNT(*) FROM information_schema.processlist WHERE id = " + id) ==
          "0")
        return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return false;
  }

  /// Connections opened in this test.
  std::uint64_t opened() const { return stats().opened - before_.opened; }

  test::MariaServer *server_ = nullptr;
  Stats before_ = {};
};

TEST_F(MysqlTest, SecondBorrowFindsTheSameConnection) {
  const std::string first = thread(one());
  EXPECT_EQ(first.find("error"), std::string::npos) << first;
  EXPECT_EQ(thread(one()), first);
  EXPECT_EQ(opened(), 1U);
}

TEST_F(MysqlTest, ATcpConnectionIsLentToo) {
  const auto source = mysql("127.0.0.1", "app", "secret", "one", server_->port());
  const std::string first = thread(source);
  EXPECT_EQ(thread(source), first);
  EXPECT_EQ(stats().pools, 1U);
}

// What one borrower leaves and the next must not find. `look` gives the same on every new
// connection.
struct Trace {
  const char *name;
  std::vector<const char *> leave;
  const char *look;
};

class MysqlSession : public MysqlTest, public testing::WithParamInterface<Trace> {};

TEST_P(MysqlSession, IsAsFreshForTheNextBorrower) {
  const std::string first = thread(one());
  const std::string fresh = askAsApp(GetParam().look);
  withDatabase(one(), [&](MYSQL *c) {
    for (const char *const sql : GetParam().leave)
      EXPECT_EQ(ask(c, sql).find("error"), std::string::npos) << sql;
    EXPECT_NE(ask(c, GetParam().look), fresh) << "the test must leave something behind";
  });
  withDatabase(one(), [&](MYSQL *c) { EXPECT_EQ(ask(c, GetParam().look), fresh); });
  EXPECT_EQ(thread(one()), first) << "and it is still the same connection";
}

INSTANTIATE_TEST_SUITE_P(
    Mysql, MysqlSession,
    testing::Values(
        Trace{"Setting", {"SET SESSION sort_buffer_size = 123456"}, "SELECT @@sort_buffer_size"},
        Trace{"SqlMode", {"SET sql_mode = 'ANSI,NO_BACKSLASH_ESCAPES'"}, "SELECT @@sql_mode"},
        Trace{"TimeZone", {"SET time_zone = '+03:00'"}, "SELECT @@time_zone"},
        Trace{"Timestamp", {"SET timestamp = 5"}, "SELECT NOW() < '2000-01-01'"},
        Trace{"InsertId", {"SET insert_id = 99"}, "SELECT @@insert_id"},
        Trace{"LastInsertId", {"SET last_insert_id = 9"}, "SELECT LAST_INSERT_ID()"},
        Trace{"UserVariable", {"SET @x = 5"}, "SELECT @x"},
        Trace{"Isolation",
              {"SET SESSION TRANSACTION ISOLATION LEVEL SERIALIZABLE"},
              "SELECT @@tx_isolation"},
        Trace{"AutocommitOff", {"SET autocommit = 0"}, "SELECT @@autocommit"},
        Trace{"ReadOnlyNext",
              {"SET TRANSACTION READ ONLY"},
              "INSERT INTO t VALUES (1, 1) ON DUPLICATE KEY UPDATE n = 0"},
        Trace{"Role", {"SET ROLE reader"}, "SELECT CURRENT_ROLE()"},
        Trace{"Database", {"USE two"}, "SELECT DATABASE(), s FROM name"},
        Trace{"DatabaseUntracked",
              {"SET session_track_schema = 0", "USE two"},
              "SELECT DATABASE(), s FROM name"},
        Trace{"DatabaseAndRoleAndMode",
              {"USE two", "SET ROLE reader", "SET sql_mode = 'ANSI_QUOTES'"},
              "SELECT DATABASE(), CURRENT_ROLE(), @@sql_mode"},
        Trace{"Names",
              {"SET NAMES latin1"},
              "SELECT @@character_set_client, @@character_set_results, @@collation_connection"},
        Trace{"Collation",
              {"SET collation_connection = utf8mb4_bin"},
              "SELECT @@collation_connection"},
        Trace{"Results", {"SET character_set_results = NULL"}, "SELECT @@character_set_results"},
        Trace{"TemporaryTable",
              {"CREATE TEMPORARY TABLE t (a INT, b INT, c INT)", "INSERT INTO t VALUES (1, 2, 3)"},
              "SELECT * FROM t"},
        Trace{"NamedLock", {"SELECT GET_LOCK('l', 1)"}, "SELECT IS_USED_LOCK('l')"},
        Trace{"LockTables", {"LOCK TABLES t READ"}, "SELECT s FROM name"},
        Trace{"GlobalReadLock", {"FLUSH TABLES WITH READ LOCK"}, "UPDATE t SET n = 0"},
        Trace{"Prepared", {"PREPARE p FROM 'SELECT 1'"}, "EXECUTE p"},
        Trace{"Handler", {"HANDLER t OPEN"}, "HANDLER t READ FIRST"},
        Trace{"OpenTransaction", {"BEGIN", "UPDATE t SET n = 7"}, "SELECT n FROM t"},
        Trace{"Xa", {"XA START 'x'", "UPDATE t SET n = 8"}, "SELECT n FROM t"},
        Trace{"Warnings", {"SELECT 1/0", "SIGNAL SQLSTATE '01000'"}, "SHOW WARNINGS"}),
    [](const auto &info) { return std::string(info.param.name); });

TEST_F(MysqlTest, RowLocksOfAnOpenTransactionAreGone) {
  const std::string first = thread(one());
  withDatabase(one(), [](MYSQL *c) { ask(c, "BEGIN"), ask(c, "UPDATE t SET n = 9"); });
  EXPECT_EQ(server_->ask("SELECT n FROM t WHERE i = 1 FOR UPDATE NOWAIT", "one"), "0");
  withDatabase(one().stateless(), [](MYSQL *c) { ask(c, "BEGIN"), ask(c, "UPDATE t SET n = 9"); });
  EXPECT_EQ(server_->ask("SELECT n FROM t WHERE i = 1 FOR UPDATE NOWAIT", "one"), "0");
  EXPECT_EQ(thread(one()), first);
}

TEST_F(MysqlTest, AnExceptionRollsBackAndPasses) {
  EXPECT_THROW(withDatabase(one(),
                            [](MYSQL *c) {
                              ask(c, "BEGIN");
                              ask(c, "INSERT INTO t VALUES (50, 50)");
                              throw std::runtime_error("site");
                            }),
               std::runtime_error);
  EXPECT_EQ(server_->ask("SELECT COUNT(*) FROM one.t WHERE i = 50"), "0");
  EXPECT_EQ(stats().inUse, 0U);
}

TEST_F(MysqlTest, StatelessSkipsTheResetButNotWhatTheHandleShows) {
  const std::string first = thread(one());
  withDatabase(one().stateless(), [](MYSQL *c) {
    ask(c, "SET @x = 5");
    ask(c, "USE two");
    mysql_set_character_set(c, "latin1");
    ask(c, "nonsense");
    EXPECT_EQ(mysql_errno(c), 1064U);
  });
  withDatabase(one(), [](MYSQL *c) {
    EXPECT_EQ(mysql_errno(c), 0U);
    EXPECT_STREQ(mysql_error(c), "");
    EXPECT_STREQ(mysql_sqlstate(c), "00000");
    EXPECT_STREQ(mysql_character_set_name(c), "utf8mb4");
    EXPECT_EQ(ask(c, "SELECT DATABASE()"), "one");
    EXPECT_EQ(ask(c, "SELECT @x"), "5") << "the mark was a lie; nothing was sent";
  });
  EXPECT_EQ(thread(one()), first);
}

TEST_F(MysqlTest, WhatTheApiHasSetIsUndone) {
  const std::string first = thread(one());
  const my_bool on = 1;
  withDatabase(one(), [&](MYSQL *c) {
    mysql_options(c, MYSQL_OPT_RECONNECT, &on);
    mysql_set_server_option(c, MYSQL_OPTION_MULTI_STATEMENTS_ON);
    mysql_set_character_set(c, "latin1");
    mysql_autocommit(c, 0);
    mysql_select_db(c, "two");
    ask(c, "INSERT INTO one.t VALUES (60, 60)");
  });
  withDatabase(one(), [](MYSQL *c) {
    EXPECT_EQ(ask(c, "SELECT 1; SELECT 2").substr(0, 11), "error 1064:");
    EXPECT_STREQ(mysql_character_set_name(c), "utf8mb4");
    EXPECT_EQ(ask(c, "SELECT @@character_set_client, @@autocommit, DATABASE()"), "utf8mb4,1,one");
    EXPECT_EQ(ask(c, "SELECT COUNT(*) FROM t WHERE i = 60"), "0");
    my_bool reconnects = 1;
    mysql_get_option(c, MYSQL_OPT_RECONNECT, &reconnects);
    EXPECT_EQ(reconnects, 0);
  });
  EXPECT_EQ(thread(one()), first);
}

TEST_F(MysqlTest, MultiStatementsOfTheCallsOwnFlagsStay) {
  const auto source =
      mysql(nullptr, "app", "secret", "one", 0, server_->socket().c_str(), CLIENT_MULTI_STATEMENTS);
  for (int i = 0; i < 2; ++i)
    withDatabase(source, [](MYSQL *c) {
      EXPECT_EQ(ask(c, "SELECT 1; SELECT 2"), "1");
      while (mysql_next_result(c) == 0)
        mysql_free_result(mysql_store_result(c));
      mysql_set_server_option(c, MYSQL_OPTION_MULTI_STATEMENTS_OFF);
    });
  EXPECT_EQ(opened(), 1U);
}

// Each of these leaves what no reset can undo, or what nobody may look into.
TEST_F(MysqlTest, WhatCannotBeUndoneDropsTheConnection) {
  const unsigned seconds = 5;
  MYSQL_STMT *open = nullptr;
  MYSQL_RES *unread = nullptr;
  const std::vector<std::pair<const char *, std::function<void(MYSQL *)>>> deeds = {
      {"unread rows",
       [&](MYSQL *c) {
         mysql_query(c, "SELECT seq FROM seq_1_to_100000");
         unread = mysql_use_result(c);
       }},
      {"unread answer", [](MYSQL *c) { mysql_send_query(c, "SELECT 1", 8); }},
      {"unread result", [](MYSQL *c) { mysql_query(c, "SELECT 1"); }},
      {"option", [&](MYSQL *c) { mysql_options(c, MYSQL_OPT_READ_TIMEOUT, &seconds); }},
      {"init command", [](MYSQL *c) { mysql_options(c, MYSQL_INIT_COMMAND, "SET @a = 1"); }},
      {"infile handler",
       [](MYSQL *c) {
         mysql_set_local_infile_handler(
             c, [](void **, const char *, void *) { return 1; },
             [](void *, char *, unsigned) { return -1; }, [](void *) {},
             [](void *, char *, unsigned) { return 1; }, nullptr);
       }},
      {"non-blocking API", [](MYSQL *c) { mysql_options(c, MYSQL_OPT_NONBLOCK, nullptr); }},
      {"open statement",
       [&](MYSQL *c) {
         open = mysql_stmt_init(c);
         mysql_stmt_prepare(open, "SELECT 1", 8);
       }},
      {"reconnect",
       [](MYSQL *c) {
         const my_bool on = 1;
         mysql_options(c, MYSQL_OPT_RECONNECT, &on);
         mariadb_reconnect(c);
       }},
      {"another user", [](MYSQL *c) { mysql_change_user(c, "root", "", "one"); }},
  };
  for (const auto &[name, deed] : deeds) {
    const std::string before = thread(one());
    withDatabase(one(), deed);
    EXPECT_EQ(stats().idle, 0U) << name;
    EXPECT_NE(thread(one()), before) << name;
    EXPECT_TRUE(isGone(before)) << name;
  }
  mysql_stmt_close(open); // as its owner may at any time
  ASSERT_NE(unread, nullptr);
  unread->handle = nullptr; // it points to a handle that is closed, as after mysql_close
  mysql_free_result(unread);
}

TEST_F(MysqlTest, AnUnreadSecondResultDropsTheConnection) {
  const auto source =
      mysql(nullptr, "app", "secret", "one", 0, server_->socket().c_str(), CLIENT_MULTI_STATEMENTS);
  const std::string first = thread(source);
  withDatabase(source, [](MYSQL *c) { EXPECT_EQ(ask(c, "SELECT 1; SELECT 2"), "1"); });
  EXPECT_NE(thread(source), first);
}

TEST_F(MysqlTest, AClosedStatementAndALoadedFileDropNothing) {
  const std::string first = thread(one());
  const std::string file = server_->folder() + "/rows";
  std::FILE *const rows = std::fopen(file.c_str(), "w");
  std::fputs("71\t1\n", rows);
  std::fclose(rows);
  withDatabase(one(), [&](MYSQL *c) {
    MYSQL_STMT *const statement = mysql_stmt_init(c);
    EXPECT_EQ(mysql_stmt_prepare(statement, "SELECT 1", 8), 0);
    EXPECT_EQ(mysql_stmt_execute(statement), 0);
    EXPECT_EQ(mysql_stmt_store_result(statement), 0);
    mysql_stmt_close(statement);
    ask(c, "LOAD DATA LOCAL INFILE '" + file + "' INTO TABLE t");
    ask(c, "DELETE FROM t WHERE i = 71");
  });
  EXPECT_EQ(thread(one()), first);
}

TEST_F(MysqlTest, ASessionWithoutDatabaseNeverGetsOne) {
  const std::string first = thread(database(nullptr));
  withDatabase(database(nullptr), [](MYSQL *c) { ask(c, "SET @x = 1"); });
  EXPECT_EQ(thread(database(nullptr)), first);
  withDatabase(database(nullptr), [](MYSQL *c) { ask(c, "USE two"); });
  withDatabase(database(nullptr), [](MYSQL *c) {
    EXPECT_EQ(ask(c, "SELECT DATABASE()"), "NULL");
    ask(c, "SET session_track_schema = 0");
    ask(c, "USE two");
  });
  withDatabase(database(nullptr), [](MYSQL *c) { EXPECT_EQ(ask(c, "SELECT DATABASE()"), "NULL"); });
}

TEST_F(MysqlTest, InitCommandsRunWhenConnectingAndAfterEachReset) {
  const auto source =
      database("one", MysqlOptions().initCommand("SET @a = 1").initCommand("SET @b = @a + 1"));
  std::string first;
  for (int i = 0; i < 3; ++i)
    withDatabase(source, [&](MYSQL *c) {
      EXPECT_EQ(ask(c, "SELECT @a, @b, @c"), "1,2,NULL");
      ask(c, "SET @a = 7, @b = 7, @c = 7");
    });
  EXPECT_EQ(opened(), 1U);
}

TEST_F(MysqlTest, TheCharsetOfTheCallIsBackAfterAReset) {
  const auto source = database("one", MysqlOptions().charset("latin1"));
  const char *const look =
      "SELECT @@character_set_client, @@character_set_results, @@character_set_connection, '\xe4'";
  std::string fresh;
  for (int i = 0; i < 3; ++i)
    withDatabase(source, [&](MYSQL *c) {
      EXPECT_STREQ(mysql_character_set_name(c), "latin1");
      const std::string now = ask(c, look);
      EXPECT_EQ(now, i == 0 ? "latin1,latin1,latin1,\xe4" : fresh);
      fresh = now;
      ask(c, "SET NAMES utf8mb4");
    });
  EXPECT_EQ(opened(), 1U);
}

TEST_F(MysqlTest, NamesOutsideOfAsciiAreComparedAsTheyAre) {
  server_->ask("CREATE DATABASE IF NOT EXISTS `caf\xc3\xa9`"); // as UTF-8
  const auto source = database("caf\xe9", MysqlOptions().charset("latin1"));
  for (int i = 0; i < 3; ++i)
    withDatabase(source, [](MYSQL *c) {
      EXPECT_EQ(ask(c, "SELECT DATABASE()"), "caf\xe9");
      ask(c, "SET NAMES utf8mb4");
      ask(c, "USE two");
    });
  EXPECT_EQ(opened(), 1U);
}

TEST_F(MysqlTest, WhatTheServersInitConnectDidIsNeverLost) {
  server_->ask("SET GLOBAL init_connect = 'SET @greeting = 1'");
  // app has every right, and init_connect is not run for those.
  server_->ask("CREATE USER plain IDENTIFIED BY 'secret'");
  const auto plain = mysql(nullptr, "plain", "secret", nullptr, 0, server_->socket().c_str());
  for (int i = 0; i < 2; ++i)
    withDatabase(plain, [](MYSQL *c) { EXPECT_EQ(ask(c, "SELECT @greeting"), "1"); });
  server_->ask("SET GLOBAL init_connect = ''");
}

TEST_F(MysqlTest, TwoDatabasesDoNotMix) {
  for (int i = 0; i < 3; ++i)
    for (const char *const name : {"one", "two"})
      withDatabase(database(name), [&](MYSQL *c) {
        EXPECT_EQ(ask(c, "SELECT DATABASE(), s FROM name"), std::string(name) + "," + name);
        ask(c, "USE mysql");
      });
  EXPECT_EQ(stats().pools, 2U);
  EXPECT_EQ(opened(), 2U);
}

TEST_F(MysqlTest, WhatDiffersNeverShares) {
  setMax("30"); // which all of them share, having one user, server and database
  const unsigned five = 5;
  const my_bool on = 1;
  std::size_t pools = 0;
  for (const MysqlOptions &options :
       {MysqlOptions(), MysqlOptions().charset("latin1"), MysqlOptions().initCommand("SET @a = 1"),
        MysqlOptions().initCommand("SET @a = 2"), MysqlOptions().readTimeout(5),
        MysqlOptions().writeTimeout(5), MysqlOptions().connectTimeout(5),
        MysqlOptions().option(MYSQL_OPT_CONNECT_ATTR_ADD, "app", "shop"),
        MysqlOptions().option(MYSQL_OPT_MAX_ALLOWED_PACKET, "\0\0\1\0\0\0\0"),
        MysqlOptions().option(MYSQL_OPT_COMPRESS, nullptr),
        MysqlOptions().option(MARIADB_OPT_FOUND_ROWS, nullptr),
        MysqlOptions().option(MYSQL_OPT_LOCAL_INFILE, &five)}) {
    EXPECT_EQ(thread(database("one", options)).find("error"), std::string::npos);
    EXPECT_EQ(stats().pools, ++pools);
  }
  thread(mysql(nullptr, "app", "secret", "one", 0, server_->socket().c_str(), CLIENT_INTERACTIVE));
  EXPECT_EQ(stats().pools, ++pools);
  thread(mysql("127.0.0.1", "app", "secret", "one", server_->port()));
  EXPECT_EQ(stats().pools, ++pools);
  const std::uint64_t soFar = opened();
  thread(database("one", MysqlOptions().readTimeout(7).readTimeout(5)));
  thread(database("one", MysqlOptions().option(MYSQL_OPT_RECONNECT, &on)));
  thread(database("one", MysqlOptions().option(MYSQL_OPT_SSL_KEY, nullptr)));
  EXPECT_EQ(stats().pools, pools) << "equal in the end, or without a meaning in a pool";
  EXPECT_EQ(opened(), soFar);
}

TEST_F(MysqlTest, CallbacksAreNotPooled) {
  const MysqlOptions options =
      MysqlOptions().option(MYSQL_PROGRESS_CALLBACK, reinterpret_cast<const void *>(+[] {}));
  const std::string first = thread(database("one", options));
  EXPECT_NE(thread(database("one", options)), first);
  EXPECT_EQ(stats().pools, 0U);
}

TEST_F(MysqlTest, AConnectionKilledWhileIdleIsReplacedUnseen) {
  const std::string first = thread(one());
  server_->ask("KILL CONNECTION " + first);
  ASSERT_TRUE(isGone(first));
  const std::string second = thread(one());
  EXPECT_EQ(second.find("error"), std::string::npos) << second;
  EXPECT_NE(second, first);
}

TEST_F(MysqlTest, AConnectionThatTheServerFoundIdleIsReplacedUnseen) {
  // Of the user's own session it would be reset, so it is the server's.
  server_->ask("SET GLOBAL wait_timeout = 1");
  const std::string first = thread(one());
  EXPECT_TRUE(isGone(first));
  const std::string second = thread(one());
  server_->ask("SET GLOBAL wait_timeout = DEFAULT");
  EXPECT_EQ(second.find("error"), std::string::npos) << second;
  EXPECT_NE(second, first);
}

TEST_F(MysqlTest, AConnectionKilledWhileLentIsDropped) {
  withDatabase(one(), [&](MYSQL *c) {
    const std::string id = ask(c, "SELECT CONNECTION_ID()");
    server_->ask("KILL CONNECTION " + id);
    ASSERT_TRUE(isGone(id));
    EXPECT_NE(ask(c, "SELECT 1").find("error"), std::string::npos);
  });
  EXPECT_EQ(stats().idle, 0U);
  EXPECT_EQ(stats().dropped - before_.dropped, 1U);
}

TEST_F(MysqlTest, TlsSessionsAreLentAsTheyAre) {
  if (!server_->hasTls())
    GTEST_SKIP() << "no openssl to make a certificate";
  const my_bool on = 1;
  const auto source = database("one", MysqlOptions().option(MYSQL_OPT_SSL_ENFORCE, &on));
  const std::string first = thread(source);
  for (int i = 0; i < 3; ++i)
    withDatabase(source, [&](MYSQL *c) {
      EXPECT_NE(mysql_get_ssl_cipher(c), nullptr);
      EXPECT_EQ(ask(c, "SELECT CONNECTION_ID(), @x"), first + ",NULL");
      ask(c, "SET @x = 1");
    });
  EXPECT_NE(thread(one()), first);
}

TEST_F(MysqlTest, RenewGivesAnotherConnection) {
  auto lease = withDatabase(one());
  const std::string first = ask(lease.get(), "SELECT CONNECTION_ID()");
  lease.renew();
  EXPECT_EQ(lease.code(), 0);
  EXPECT_NE(ask(lease.get(), "SELECT CONNECTION_ID()"), first);
  EXPECT_EQ(stats().inUse, 1U);
}

TEST_F(MysqlTest, ARefusedLoginLooksAsBefore) {
  MYSQL *const plain = mysql_init(nullptr);
  EXPECT_FALSE(
      mysql_real_connect(plain, nullptr, "app", "wrong", "one", 0, server_->socket().c_str(), 0));
  const std::string status = "SELECT variable_value FROM information_schema.global_status WHERE "
                             "variable_name = 'Access_denied_errors'";
  const int before = std::stoi(server_->ask(status));
  auto lease = withDatabase(mysql(nullptr, "app", "wrong", "one", 0, server_->socket().c_str()));
  EXPECT_EQ(std::stoi(server_->ask(status)), before + 1) << "and it is not tried again";
  ASSERT_NE(lease.get(), nullptr);
  EXPECT_EQ(lease.code(), 1045);
  EXPECT_EQ(mysql_errno(lease.get()), 1045U);
  EXPECT_STREQ(mysql_error(lease.get()), mysql_error(plain));
  EXPECT_STREQ(mysql_sqlstate(lease.get()), mysql_sqlstate(plain));
  EXPECT_NE(mysql_query(lease.get(), "SELECT 1"), 0) << "no crash either";
  EXPECT_EQ(stats().inUse, 0U);
  mysql_close(plain);
}

TEST_F(MysqlTest, EveryFailureHasTheLibrarysOwnWords) {
  struct Bad {
    const char *host, *user, *database;
    unsigned port;
    std::string socket;
    unsigned long flags;
  };

  const std::string own = server_->socket();
  for (const Bad &bad :
       {Bad{nullptr, "app", "none", 0, own, 0}, Bad{nullptr, "app", "one", 0, "/nowhere/socket", 0},
        Bad{"127.0.0.1", "app", "one", 1, "", 0}, Bad{nullptr, "app", "one", 0, own, 1UL << 62}}) {
    const char *const path = bad.socket.empty() ? nullptr : bad.socket.c_str();
    MYSQL *const plain = mysql_init(nullptr);
    EXPECT_FALSE(mysql_real_connect(plain, bad.host, bad.user, "secret", bad.database, bad.port,
                                    path, bad.flags));
    auto lease =
        withDatabase(mysql(bad.host, bad.user, "secret", bad.database, bad.port, path, bad.flags));
    EXPECT_EQ(lease.code(), static_cast<int>(mysql_errno(plain)));
    EXPECT_STREQ(mysql_error(lease.get()), mysql_error(plain));
    EXPECT_STREQ(mysql_sqlstate(lease.get()), mysql_sqlstate(plain));
    mysql_close(plain);
  }
}

TEST_F(MysqlTest, ExhaustionIsTooManyConnections) {
  setMax("2", "30");
  auto held = withDatabase(one());
  std::thread([&] {
    auto lease = withDatabase(one());
    EXPECT_EQ(lease.code(), 1040);
    EXPECT_EQ(mysql_errno(lease.get()), 1040U);
    EXPECT_STREQ(mysql_sqlstate(lease.get()), "08004");
    EXPECT_NE(std::string(mysql_error(lease.get())).find("repool: no connection to app@"),
              std::string::npos);
    MYSQL *const site = mysql_init(nullptr);
    EXPECT_EQ(openForC(site), nullptr);
    EXPECT_EQ(mysql_errno(site), 1040U);
    EXPECT_NE(std::string(mysql_error(site)).find("repool: no connection to app@"),
              std::string::npos);
    EXPECT_STREQ(mysql_sqlstate(site), "08004");
    repool_mysql_close(site);
  }).join();
  held.release();
  EXPECT_EQ(thread(one()).find("error"), std::string::npos);
}

TEST_F(MysqlTest, FiftyThreadsShareThreeConnections) {
  std::vector<std::thread> threads;
  std::atomic<int> failures{0};
  for (int t = 0; t < 50; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i < 10; ++i)
        withDatabase(one(), [&](MYSQL *c) { failures += ask(c, "SELECT 1") == "1" ? 0 : 1; });
    });
  for (std::thread &thread : threads)
    thread.join();
  EXPECT_EQ(failures, 0);
  EXPECT_LE(opened(), 3U);
}

TEST_F(MysqlTest, CFunctionsBorrowAndGiveBack) {
  MYSQL *site = mysql_init(nullptr);
  MYSQL *conn = openForC(site);
  ASSERT_NE(conn, nullptr);
  EXPECT_NE(conn, site);
  const std::string first = ask(conn, "SELECT CONNECTION_ID()");
  EXPECT_EQ(stats().inUse, 1U);
  repool_mysql_close(conn); // and site with it: the leak checker would tell
  EXPECT_EQ(stats().inUse, 0U);
  EXPECT_EQ(thread(one()), first) << "C and C++ share";

  site = mysql_init(nullptr);
  conn = openForC(site);
  EXPECT_EQ(ask(conn, "SELECT CONNECTION_ID()"), first);
  repool_mysql_close(site); // the other of the two is as good
  EXPECT_EQ(stats().inUse, 0U);
}

TEST_F(MysqlTest, COpenInReplacesTheHandle) {
  MYSQL *conn = mysql_init(nullptr);
  MYSQL *const site = conn;
  ASSERT_TRUE(repool_mysql_open_in(&conn, nullptr, "app", "secret", "one", 0,
                                   server_->socket().c_str(), 0));
  EXPECT_NE(conn, site);
  EXPECT_EQ(ask(conn, "SELECT DATABASE()"), "one");
  repool_mysql_close(conn);

  conn = mysql_init(nullptr);
  EXPECT_FALSE(
      repool_mysql_open_in(&conn, nullptr, "app", "wrong", "one", 0, server_->socket().c_str(), 0));
  EXPECT_EQ(mysql_errno(conn), 1045U);
  repool_mysql_close(conn);
}

TEST_F(MysqlTest, ASiteOnTheStackIsLeftToItsOwner) {
  MYSQL site;
  mysql_init(&site);
  MYSQL *const conn = openForC(&site);
  ASSERT_NE(conn, nullptr);
  EXPECT_EQ(ask(conn, "SELECT 1"), "1");
  repool_mysql_close(conn);
}

TEST_F(MysqlTest, CFailuresAreOnTheSitesHandleWhichMayTryAgain) {
  MYSQL *const site = mysql_init(nullptr);
  mysql_options(site, MYSQL_SET_CHARSET_NAME, "latin1");
  EXPECT_EQ(openForC(site, "wrong"), nullptr);
  EXPECT_EQ(mysql_errno(site), 1045U);
  EXPECT_STREQ(mysql_sqlstate(site), "28000");
  EXPECT_EQ(std::string(mysql_error(site)).find("Access denied for user 'app'@"), 0U);
  MYSQL *const conn = openForC(site);
  ASSERT_NE(conn, nullptr);
  EXPECT_EQ(mysql_errno(site), 0U);
  EXPECT_EQ(ask(conn, "SELECT @@character_set_client"), "latin1");
  repool_mysql_close(conn);
  EXPECT_EQ(repool_mysql_open(nullptr, nullptr, nullptr, nullptr, nullptr, 0, nullptr, 0), nullptr);
  repool_mysql_close(nullptr);
}

TEST_F(MysqlTest, OptionsOfTheSiteAreHonoured) {
  MYSQL *const site = mysql_init(nullptr);
  const unsigned five = 5;
  mysql_options(site, MYSQL_SET_CHARSET_NAME, "latin1");
  mysql_options(site, MYSQL_INIT_COMMAND, "SET @a = 1");
  mysql_options(site, MYSQL_INIT_COMMAND, "SET @b = 2");
  mysql_options(site, MYSQL_OPT_READ_TIMEOUT, &five);
  mysql_options(site, MARIADB_OPT_FOUND_ROWS, nullptr);
  mysql_options4(site, MYSQL_OPT_CONNECT_ATTR_ADD, "app", "shop");
  MYSQL *const conn = openForC(site);
  ASSERT_NE(conn, nullptr);
  EXPECT_EQ(ask(conn, "SELECT @@character_set_client, @a, @b"), "latin1,1,2");
  EXPECT_EQ(conn->options.read_timeout, 5U);
  EXPECT_TRUE(conn->client_flag & CLIENT_FOUND_ROWS);
  MysqlOptions same;
  same.charset("latin1").initCommand("SET @a = 1").initCommand("SET @b = 2").readTimeout(5);
  same.option(MARIADB_OPT_FOUND_ROWS, nullptr).option(MYSQL_OPT_CONNECT_ATTR_ADD, "app", "shop");
  thread(database("one", same));
  EXPECT_EQ(stats().pools, 1U) << "the same in C++";
  repool_mysql_close(conn);
}

TEST_F(MysqlTest, ASiteThatCannotBeReadBackConnectsItself) {
  const std::vector<std::pair<const char *, std::function<void(MYSQL *)>>> deeds = {
      {"infile handler",
       [](MYSQL *c) {
         mysql_set_local_infile_handler(
             c, [](void **, const char *, void *) { return 1; },
             [](void *, char *, unsigned) { return -1; }, [](void *) {},
             [](void *, char *, unsigned) { return 1; }, nullptr);
       }},
      {"non-blocking API", [](MYSQL *c) { mysql_options(c, MYSQL_OPT_NONBLOCK, nullptr); }}};
  for (const auto &[name, deed] : deeds) {
    MYSQL *const site = mysql_init(nullptr);
    deed(site);
    MYSQL *const conn = openForC(site);
    EXPECT_EQ(conn, site) << name;
    const std::string id = ask(conn, "SELECT CONNECTION_ID()");
    EXPECT_EQ(openForC(site), nullptr) << "connected already";
    EXPECT_EQ(mysql_errno(site), 2058U);
    repool_mysql_close(conn);
    EXPECT_TRUE(isGone(id)) << name;
  }
  EXPECT_EQ(stats().pools, 0U);
}

TEST_F(MysqlTest, AHandleFromElsewhereIsClosedAsBefore) {
  MYSQL *const own = mysql_init(nullptr);
  ASSERT_TRUE(
      mysql_real_connect(own, nullptr, "app", "secret", "one", 0, server_->socket().c_str(), 0));
  const std::string id = ask(own, "SELECT CONNECTION_ID()");
  repool_mysql_close(own);
  EXPECT_TRUE(isGone(id));
}

TEST_F(MysqlTest, OptionFilesArePartOfTheKey) {
  const std::string file = server_->folder() + "/my.cnf";
  const auto write = [&](const char *charset) {
    std::FILE *const out = std::fopen(file.c_str(), "w");
    std::fprintf(out,
                 "[client]\nuser=app\npassword=secret\nsocket=%s\n[shop]\n"
                 "default-character-set=%s\n",
                 server_->socket().c_str(), charset);
    std::fclose(out);
  };
  MysqlOptions options;
  options.option(MYSQL_READ_DEFAULT_FILE, file.c_str()).option(MYSQL_READ_DEFAULT_GROUP, "shop");
  const auto source = mysql(nullptr, nullptr, nullptr, "one", 0, nullptr, 0, options);
  const auto charset = [&] {
    return withDatabase(source, [](MYSQL *c) { return ask(c, "SELECT @@character_set_client"); });
  };
  write("latin1");
  EXPECT_EQ(charset(), "latin1");
  EXPECT_EQ(charset(), "latin1");
  EXPECT_EQ(opened(), 1U);
  write("utf8mb4");
  EXPECT_EQ(charset(), "utf8mb4");
}

TEST_F(MysqlTest, DirectModeConnectsEachTime) {
  setenv("REPOOL_MODE", "direct", 1);
  const std::string first = thread(one());
  EXPECT_NE(thread(one()), first);
  EXPECT_EQ(stats().pools, 0U);
  MYSQL *const conn = openForC(mysql_init(nullptr));
  const std::string id = ask(conn, "SELECT CONNECTION_ID()");
  repool_mysql_close(conn);
  EXPECT_TRUE(isGone(id));
  unsetenv("REPOOL_MODE");
}

// The same server by TCP stands for a replica: MySQL has no proof that it is one.
TEST_F(MysqlTest, AReplicaServesMarkedCallsByTheWordOfTheOperatorOnly) {
  const std::string url = "mysql://127.0.0.1:" + std::to_string(server_->port()) + "/one";
  setenv("REPOOL_REPLICAS", url.c_str(), 1);
  const auto isByTcp = [&](const Source<MYSQL> &source) {
    return withDatabase(source, [](MYSQL *c) {
      return ask(c, "SELECT host LIKE '127.%' FROM information_schema.processlist"
                    " WHERE id = CONNECTION_ID()");
    });
  };
  const auto comesTo = [&](const std::string &answer, int tries) {
    for (int i = 0; i < tries && isByTcp(one().mayBeStale()) != answer; ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    return isByTcp(one().mayBeStale()) == answer;
  };
  EXPECT_FALSE(comesTo("1", 100));
  EXPECT_TRUE(shutdown(30000));
  setenv("REPOOL_SAME_DATABASE", "1", 1);
  EXPECT_TRUE(comesTo("1", 1000));
  EXPECT_EQ(isByTcp(one()), "0");
  EXPECT_TRUE(shutdown(30000));
  unsetenv("REPOOL_REPLICAS");
  unsetenv("REPOOL_SAME_DATABASE");
}

TEST_F(MysqlTest, AChildAfterForkStartsEmptyAndLeavesTheParentAlone) {
  const std::string first = thread(one());
  auto lease = withDatabase(one()); // the same one, now lent
  MYSQL *const fromC = openForC(mysql_init(nullptr));
  const std::string second = ask(fromC, "SELECT CONNECTION_ID()");
  EXPECT_TRUE(holdsInChild([&] {
    const bool isEmpty = stats().idle == 0 && stats().inUse == 0 && stats().opened == 0;
    const std::string own = thread(one());
    lease.release();
    repool_mysql_close(fromC);
    return isEmpty && own.find("error") == std::string::npos && own != first && own != second &&
           thread(one()) == own && shutdown();
  }));
  EXPECT_EQ(ask(lease.get(), "SELECT CONNECTION_ID()"), first);
  EXPECT_EQ(ask(fromC, "SELECT CONNECTION_ID()"), second);
  repool_mysql_close(fromC);
}

} // namespace
} // namespace repool
