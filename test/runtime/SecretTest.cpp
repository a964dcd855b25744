// A password is in no message, metric or event, however the connection is written and fails.

#include "FaultTest.h"
#include "repool/events.h"
#include "servers/FaultProxy.h"

#include <mutex>

namespace repool::test {
namespace {

const std::string Right = "s3cret-word";
const std::string Wrong = "wr0ng-word";

/// All that the events said.
class Heard {
public:
  Heard() {
    onEvent(
        [](const Event *event, void *context) {
          Heard &heard = *static_cast<Heard *>(context);
          const std::lock_guard<std::mutex> lock(heard.mutex_);
          heard.text_ +=
              std::to_string(event->kind) + ' ' + event->place + ' ' + event->detail + '\n';
        },
        this);
  }

  ~Heard() { onEvent(nullptr, nullptr); }

  std::string text() {
    const std::lock_guard<std::mutex> lock(mutex_);
    return text_;
  }

private:
  std::mutex mutex_;
  std::string text_;
};

class Secrets : public BothDrivers {
protected:
  static void expectNone(const std::string &text, const char *what) {
    for (const std::string &secret : {Right, Wrong})
      EXPECT_EQ(text.find(secret), std::string::npos) << what << ":\n" << text;
  }
};

INSTANTIATE_TEST_SUITE_P(By, Secrets, testing::Values(Libpq, Libpqxx), nameOf);

TEST_P(Secrets, AreInNoWordOfTheRuntime) {
  PostgresServer &server = PostgresServer::shared();
  FaultProxy proxy(server.port());
  set("REPOOL_MAX", "1");
  set("REPOOL_RESERVE", "0");
  set("REPOOL_DEADLINE_MS", "300");
  set("REPOOL_LEAK_MS", "100");
  const std::string port = std::to_string(proxy.port());
  Heard heard;
  std::string messages;
  const auto request = [&](const std::string &url, unsigned marks = 0) {
    const Outcome outcome = GetParam()(url, "SELECT 1", marks);
    messages += outcome.text + '\n';
    return outcome.kind;
  };
  testing::internal::CaptureStderr();
  for (const std::string &secret : {Right, Wrong})
    for (const std::string &url :
         {"host=127.0.0.1 port=" + port + " user=secured dbname=shop password=" + secret,
          "postgresql://secured:" + secret + "@127.0.0.1:" + port + "/shop",
          "postgresql://127.0.0.1:" + port + "/shop?user=secured&password=" + secret})
      EXPECT_EQ(request(url), secret == Right ? Outcome::Done : Outcome::NoConnection);
  // As a link, right and wrong, and as one that cannot be parsed.
  const std::string own = "host=127.0.0.1 port=" + port + " user=secured dbname=shop password=";
  // Waiting in vain, held for too long, given back in a transaction, and lost.
  {
    auto lease = withDatabase(pq(own + Right));
    ask(lease.get(), "BEGIN");
    std::thread([&] { EXPECT_EQ(request(own + Right), Outcome::NoConnection); }).join();
    EXPECT_TRUE(eventually([] { return stats().leaks > 0; })) << "reported as held for too long";
  }
  messages += prometheus();
  proxy.refuse(true);
  proxy.cutAll();
  for (int i = 0; i < 6; ++i)
    request(own + Right);
  const std::string metrics = prometheus();
  proxy.refuse(false);
  ASSERT_TRUE(shutdown(10000));
  set("DATABASE_URL", "postgresql://secured:" + Wrong + "@127.0.0.1:" + port + "/shop");
  set("REPOOL_CHAIN", "DATABASE_URL postgresql://secured:" + Right + "@127.0.0.1:bad:port/x own");
  request(own + Right, detail::Stateless);
  expectNone(testing::internal::GetCapturedStderr(), "stderr");
  expectNone(messages, "messages");
  expectNone(metrics, "metrics");
  expectNone(heard.text(), "events");
  EXPECT_NE(metrics.find("secured"), std::string::npos) << "the test must look at real text";
  EXPECT_NE(heard.text(), "");
}

} // namespace
} // namespace repool::test
