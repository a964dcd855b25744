#include "project/Suppression.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <string>

namespace repool {

namespace {

/// The suppressed lines of \p text for libpq: "1 3".
std::string suppressedLines(const std::string &text) {
  std::string lines;
  const auto count = static_cast<unsigned>(std::ranges::count(text, '\n')) + 1;
  for (unsigned line = 1; line <= count; ++line)
    if (isSuppressed(text, line, "libpq"))
      lines += (lines.empty() ? "" : " ") + std::to_string(line);
  return lines;
}

TEST(Suppression, HoldsForItsLine) {
  EXPECT_EQ(suppressedLines("a\nb // NOLINT\nc"), "2");
  EXPECT_EQ(suppressedLines("a /* NOLINT */\r\nb\r\n"), "1");
}

TEST(Suppression, HoldsForTheNextLine) {
  EXPECT_EQ(suppressedLines("// NOLINTNEXTLINE\na\nb"), "2");
  EXPECT_EQ(suppressedLines("// NOLINTNEXTLINE(repool)\r\na\r\nb"), "2");
}

TEST(Suppression, HoldsForARange) {
  EXPECT_EQ(suppressedLines("a\n// NOLINTBEGIN\nb\n// NOLINTEND\nc"), "2 3 4");
  EXPECT_EQ(suppressedLines("// NOLINTBEGIN(repool-*)\na\n// NOLINTBEGIN(x)\nb\n// "
                            "NOLINTEND(x)\nc\n// NOLINTEND(repool-*)\nd"),
            "1 2 3 4 5 6 7");
  EXPECT_EQ(suppressedLines("// NOLINTBEGIN(other)\na\n// NOLINTEND(other)"), "");
}

TEST(Suppression, AnOpenRangeHoldsToTheEnd) {
  EXPECT_EQ(suppressedLines("// NOLINTBEGIN\na\n// NOLINTEND(other)\nb"), "1 2 3 4");
}

TEST(Suppression, ReadsLists) {
  for (const char *list : {"*", "repool", "repool-*", "repool*", "repool-libpq", "repool-lib*",
                           "repool-rp201", "repool-RP201", "x, repool ,y", "-*,repool-libpq"})
    EXPECT_EQ(suppressedLines("a // NOLINT(" + std::string(list) + ")"), "1") << list;
  for (const char *list :
       {"", "bugprone-*", "repool-sqlite", "repool-rp", "repool-rpx", "*,-repool*"})
    EXPECT_EQ(suppressedLines("a // NOLINT(" + std::string(list) + ")"), "") << list;
}

TEST(Suppression, OtherWordsAreNone) {
  EXPECT_EQ(suppressedLines("NOLINTS XNOLINT NOLINT_ NOLINTNEXT NOLINTENDS\na"), "");
  EXPECT_EQ(suppressedLines("// NOLINTEND\na"), "");
}

TEST(Suppression, ALineBeyondTheTextIsNotSuppressed) {
  EXPECT_FALSE(isSuppressed("a", 5, "libpq"));
  EXPECT_FALSE(isSuppressed("", 1, "libpq"));
}

} // namespace

} // namespace repool
