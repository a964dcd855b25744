#include "monitor/CheckLog.h"

#include "Checks.h"
#include "llvm/Support/JSON.h"

#include <gtest/gtest.h>

namespace repool::monitor {

namespace {

TEST(CheckLog, WritesALineOfJson) {
  Tally tally({"a@b:1/c"});
  PoolMetrics pools{0, {poolOf("a@b:1/c", 4)}};
  pools.pools[0].isBreakerOpen = true;
  const Check check = checkOf(1700000000, {bad("quo\"te\xff")}, good(2), pools);
  tally.add(check);
  const std::string line = jsonLine(check, tally);
  EXPECT_EQ(line.find('\n'), line.size() - 1);
  const llvm::json::Value wanted = llvm::json::Object{
      {"time", "2023-11-14T22:13:20.000Z"},
      {"check", 1},
      {"ok", false},
      {"degraded", false},
      {"url", llvm::json::Object{{"ok", true}, {"us", 2000}}},
      {"endpoints", llvm::json::Array{llvm::json::Object{{"endpoint", "a@b:1/c"},
                                                         {"ok", false},
                                                         {"us", 1000},
                                                         {"problem", "quo\"te\xef\xbf\xbd"},
                                                         {"inUse", true}}}},
      {"connectionErrors", 1},
      {"pools", llvm::json::Array{llvm::json::Object{{"pool", "a@b:1/c"},
                                                     {"breakerOpen", true},
                                                     {"borrowed", 4},
                                                     {"inUse", 0},
                                                     {"idle", 0},
                                                     {"waiting", 0},
                                                     {"max", 0}}}}};
  EXPECT_EQ(llvm::cantFail(llvm::json::parse(line)), wanted);
}

TEST(CheckLog, SaysNullOfWhatWasNotAsked) {
  Tally tally({});
  const Check check = checkOf(0, {});
  tally.add(check);
  const auto line = llvm::cantFail(llvm::json::parse(jsonLine(check, tally)));
  EXPECT_EQ(line.getAsObject()->get("url")->kind(), llvm::json::Value::Null);
  EXPECT_EQ(line.getAsObject()->get("pools")->kind(), llvm::json::Value::Null);
}

TEST(CheckLog, ThatIsFullSaysSo) {
  auto log = CheckLog::open("/dev/full");
  ASSERT_TRUE(bool(log));
  EXPECT_EQ(llvm::toString(log->append("{}\n")),
            "--log /dev/full cannot be written: No space left on device");
}

} // namespace

} // namespace repool::monitor
