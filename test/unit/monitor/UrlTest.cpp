#include "monitor/Url.h"

#include "monitor/Http.h"

#include <gtest/gtest.h>

namespace repool::monitor {

namespace {

TEST(Url, IsTakenApart) {
  const auto url = parseUrl("HTTP://us%40er:p%3aw@host.example:8080/a/b?c=d#e");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->scheme, "http");
  EXPECT_EQ(url->user, "us@er");
  EXPECT_EQ(url->password, "p:w");
  EXPECT_EQ(url->host, "host.example");
  EXPECT_EQ(url->port, 8080U);
  EXPECT_EQ(url->path, "/a/b");
  EXPECT_EQ(url->query, "?c=d");
}

TEST(Url, HasAnAddressInBracketsIfItIsOfVersion6) {
  const auto url = parseUrl("tcp://[::1]:7");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->host, "::1");
  EXPECT_EQ(addressOf(*url, 0), "[::1]:7");
  EXPECT_EQ(addressOf(*parseUrl("http://h"), 80), "h:80");
}

TEST(Url, IsRefused) {
  for (const char *text : {"", "host", "host:80", "://h", "h t://x", "http://h:0", "http://h:65536",
                           "http://h:8x", "http://h:", "http://[::1", "http://[::1]8",
                           "http://a%2@h", "http://a%00@h", "http://h/\r\nX: y", "http://h /"})
    EXPECT_FALSE(parseUrl(text)) << text;
}

TEST(HttpTarget, ShowsNeitherLoginNorQuery) {
  auto target = httpTarget("https://me:secret@host/health?token=secret", "--url");
  ASSERT_TRUE(bool(target));
  EXPECT_EQ(target->place(), "https://host:443/health");
  EXPECT_EQ(metricsOf(*target).place(), "https://host:443/metrics");
  EXPECT_EQ(metricsOf(*target).url.query, "");
}

TEST(HttpTarget, IsRefusedWithoutQuotingIt) {
  for (const char *text : {"secret", "ftp://secret@h/", "http://", "http://secret@"}) {
    auto target = httpTarget(text, "--url");
    ASSERT_FALSE(bool(target));
    EXPECT_EQ(llvm::toString(target.takeError()),
              "--url is no URL; write http://host:port/path, or none");
  }
}

} // namespace

} // namespace repool::monitor
