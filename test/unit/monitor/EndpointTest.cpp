#include "monitor/Endpoint.h"

#include <cstdlib>
#include <gtest/gtest.h>

namespace repool::monitor {

namespace {

/// The places, or the error.
std::string places(const std::vector<std::string> &texts) {
  std::vector<NamedText> named;
  for (const std::string &text : texts)
    named.push_back({"--endpoint", text});
  auto endpoints = endpointsOf(named);
  if (!endpoints)
    return llvm::toString(endpoints.takeError());
  std::string result;
  for (const Endpoint &endpoint : *endpoints)
    result += (result.empty() ? "" : " ") + endpoint.place;
  return result;
}

TEST(Endpoint, IsNamedAsTheRuntimeNamesItsPool) {
  EXPECT_EQ(places({"postgres://app:pw@db:5433/shop?sslmode=disable"}), "app@db:5433/shop");
  EXPECT_EQ(places({"host=db user=app port=7 password=pw"}), "app@db:7/app");
  EXPECT_EQ(places({"mysql://app:pw@db/shop"}), "app@db:3306/shop");
  EXPECT_EQ(places({"tcp://h:7"}), "tcp://h:7");
  EXPECT_EQ(places({"redis://:pw@h"}), "redis://h:6379");
}

TEST(Endpoint, TakesWhatALinkLeavesOutFromTheLastOne) {
  EXPECT_EQ(places({"postgres://pooler:6432", "postgres://app:pw@db:5432/shop"}),
            "app@pooler:6432/shop app@db:5432/shop");
  EXPECT_EQ(places({"postgres://web@pooler:6432/x", "postgres://app:pw@db:5432/shop"}),
            "web@pooler:6432/x app@db:5432/shop");
}

TEST(Endpoint, IsRefusedWithoutQuotingIt) {
  for (const char *text : {"", "secret", "tcp://secret", "postgres://u:secret@[x/", "secret=1",
                           "amqp://u:secret@h", "host=x secret"}) {
    const std::string said = places({text});
    EXPECT_EQ(said.find("secret"), std::string::npos) << said;
    EXPECT_TRUE(llvm::StringRef(said).starts_with("--endpoint cannot be read; write ")) << said;
  }
}

} // namespace

} // namespace repool::monitor
