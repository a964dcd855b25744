#include "monitor/Chain.h"

#include <gtest/gtest.h>

namespace repool::monitor {

namespace {

using Variables = std::map<std::string, std::string>;

/// "NAME=text ..." in the order of the chain.
std::string chain(const Variables &variables) {
  std::string result;
  for (const NamedText &each : chainOf([&](const std::string &name) -> std::optional<std::string> {
         const auto found = variables.find(name);
         return found == variables.end() ? std::nullopt : std::optional<std::string>(found->second);
       }))
    result += (result.empty() ? "" : " ") + each.from + "=" + each.text;
  return result;
}

TEST(Chain, IsThatOfTheRuntimeWithoutTheCallsOwnWords) {
  EXPECT_EQ(chain({}), "");
  EXPECT_EQ(chain({{"DATABASE_URL", "b"}}), "DATABASE_URL=b");
  EXPECT_EQ(chain({{"DATABASE_URL", "b"}, {"REPOOL_POOLER_URL", "a"}}),
            "REPOOL_POOLER_URL=a DATABASE_URL=b");
}

TEST(Chain, IsWhatTheOperatorSays) {
  EXPECT_EQ(chain({{"REPOOL_CHAIN", "own  OTHER postgres://x/y MISSING"},
                   {"OTHER", "o"},
                   {"DATABASE_URL", "b"}}),
            "OTHER=o a link of REPOOL_CHAIN=postgres://x/y");
}

TEST(Settings, AreLinesOfNameAndValue) {
  EXPECT_EQ(readSettings("# no\n A = b=c \r\n\nB=\nnothing\n#C=d\n"),
            (Variables{{"A", "b=c"}, {"B", ""}}));
}

} // namespace

} // namespace repool::monitor
