#include "monitor/MetricsServer.h"

#include "monitor/Http.h"

#include <gtest/gtest.h>

namespace repool::monitor {

namespace {

std::string refusal(const std::string &address) {
  auto server = MetricsServer::listen(address);
  return server ? "listens" : llvm::toString(server.takeError());
}

TEST(MetricsServer, ServesWhatWasPublishedLast) {
  auto server = MetricsServer::listen("127.0.0.1:0");
  ASSERT_TRUE(bool(server));
  (*server)->publish("a 1\n");
  (*server)->publish("a 2\n");
  auto target = httpTarget((*server)->url(), "url");
  ASSERT_TRUE(bool(target));
  const HttpAnswer answer = get(*target, std::chrono::seconds(30));
  EXPECT_TRUE(answer.answer.isGood) << answer.answer.problem;
  EXPECT_EQ(answer.body, "a 2\n");
  target->url.path = "/other";
  EXPECT_EQ(get(*target, std::chrono::seconds(30)).answer.problem, "HTTP 404");
}

TEST(MetricsServer, RefusesAPortThatIsTaken) {
  auto server = MetricsServer::listen("127.0.0.1:0");
  ASSERT_TRUE(bool(server));
  const std::string url = (*server)->url();
  const std::string address = url.substr(7, url.rfind('/') - 7);
  EXPECT_EQ(refusal(address), "--listen " + address +
                                  " cannot be listened on, it may be taken; name another port, "
                                  "or none");
  server->reset();
  EXPECT_EQ(refusal(address), "listens");
}

TEST(MetricsServer, RefusesWhatIsNoAddress) {
  for (const char *address : {"", "9464", "127.0.0.1", "127.0.0.1:x", "127.0.0.1:99999", "h:1/x"})
    EXPECT_EQ(refusal(address), std::string("--listen '") + address +
                                    "' is no address; write 127.0.0.1:9464, or none");
}

} // namespace

} // namespace repool::monitor
