#include "render/Text.h"

#include "render/Position.h"

#include <gtest/gtest.h>

namespace repool {
namespace {

TEST(Text, NothingThatATerminalObeysIsPrintable) {
  EXPECT_EQ(printable("a\x1b[31mb\nc\td"), "a?[31mb c d");
  EXPECT_EQ(printable("\xc2\x9b"
                      "31m"),
            "?31m");
  EXPECT_EQ(printable(std::string_view("\0x", 2)), "?x");
}

TEST(Text, Utf8StaysAndTheRestDoesNot) {
  EXPECT_EQ(printable("\xc3\xa9\xe6\xbc\xa2"), "\xc3\xa9\xe6\xbc\xa2");
  EXPECT_EQ(printable("a\xff\xc3"), "a??");
}

TEST(Text, WrapsAtSpaces) {
  using Lines = std::vector<std::string>;
  EXPECT_EQ(wrapWords("one two three", 7), (Lines{"one two", "three"}));
  EXPECT_EQ(wrapWords("one two three", 0), (Lines{"one two three"}));
  EXPECT_EQ(wrapWords("a incomprehensible b", 5), (Lines{"a", "incomprehensible", "b"}));
  EXPECT_EQ(wrapWords("", 5), (Lines{""}));
  EXPECT_EQ(wrapWords("\xe6\xbc\xa2\xe6\xbc\xa2 b", 5), (Lines{"\xe6\xbc\xa2\xe6\xbc\xa2", "b"}));
}

TEST(Text, Paths) {
  EXPECT_EQ(shownPath("/app", "/app/a.c"), "a.c");
  EXPECT_EQ(shownPath("/app", "/apple/a.c"), "/apple/a.c");
  EXPECT_EQ(shownPath("/", "/a.c"), "a.c");
}

void expectPosition(std::string_view text, std::size_t offset, unsigned line, unsigned column) {
  Position position = Positions(text).of(offset);
  EXPECT_EQ(position.line, line) << text;
  EXPECT_EQ(position.column, column) << text;
}

TEST(Positions, CountCodePoints) {
  expectPosition("", 0, 1, 1);
  expectPosition("ab\ncd", 2, 1, 3);
  expectPosition("ab\ncd", 3, 2, 1);
  expectPosition("ab\n", 3, 2, 1);
  expectPosition("\xc3\xa9x", 2, 1, 2);
  expectPosition("\xef\xbb\xbfx", 3, 1, 1);
  expectPosition("\xef\xbb\xbfx", 0, 1, 1);
}

TEST(Positions, ByteColumnsBecomeCodePoints) {
  EXPECT_EQ(Positions("\n\xc3\xa9\xc3\xa9x").column(2, 5), 3U);
  EXPECT_EQ(Positions("").column(7, 5), 5U);
  EXPECT_EQ(Positions("").column(0, 0), 1U);
}

} // namespace
} // namespace repool
