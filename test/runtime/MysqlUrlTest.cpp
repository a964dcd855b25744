// The URLs that name another way to a MySQL database.

#include "drivers/mysql/Url.h"

#include <gtest/gtest.h>

namespace repool::detail {
namespace {

TEST(MysqlUrl, TellsAllParts) {
  const auto url = parseMysqlUrl("mysql://app:se%63ret%2F@db.example:3307/my%20shop");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->user, "app");
  EXPECT_EQ(url->password, "secret/");
  EXPECT_EQ(url->host, "db.example");
  EXPECT_EQ(url->port, 3307U);
  EXPECT_EQ(url->database, "my shop");
  EXPECT_EQ(url->socket, "");
}

TEST(MysqlUrl, LetsPartsBeMissing) {
  for (const char *const text : {"mysql://", "mariadb://", "mysql:///", "mysql://?"}) {
    const auto url = parseMysqlUrl(text);
    ASSERT_TRUE(url) << text;
    EXPECT_EQ(url->user + url->host + url->database + url->socket, "") << text;
    EXPECT_EQ(url->port, 0U) << text;
    EXPECT_FALSE(url->password) << text;
  }
  EXPECT_EQ(parseMysqlUrl("mysql://app@/shop")->user, "app");
  EXPECT_EQ(parseMysqlUrl("mysql://app:@db")->password, "");
  EXPECT_EQ(parseMysqlUrl("mysql://app:a@b@db")->password, "a@b");
}

TEST(MysqlUrl, KnowsAddressesInBracketsAndSockets) {
  const auto url = parseMysqlUrl("mariadb://[::1]:3307/shop?socket=%2Frun%2Fs");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->host, "::1");
  EXPECT_EQ(url->port, 3307U);
  EXPECT_EQ(url->socket, "/run/s");
  EXPECT_EQ(parseMysqlUrl("mysql://[::1]/shop")->port, 0U);
}

TEST(MysqlUrl, RefusesWhatItDoesNotUnderstand) {
  for (const char *const text :
       {"", "db", "postgres://db", "mysql:db", "mysql://db:", "mysql://db:x", "mysql://db:0",
        "mysql://db:65536", "mysql://db:1x", "mysql://[::1", "mysql://[::1]x", "mysql://a%2@db",
        "mysql://a%zz@db", "mysql://a%00@db", "mysql://db/shop?ssl=1", "mysql://db/shop?socket=%"})
    EXPECT_FALSE(parseMysqlUrl(text)) << text;
}

} // namespace
} // namespace repool::detail
