#include "edit/Layout.h"

#include <gtest/gtest.h>

namespace repool {

namespace {

std::string lineEnd(std::string_view text) {
  return Layout(text).lineEnd();
}

std::string step(std::string_view text) {
  return Layout(text).step();
}

/// What removing the bytes of \p part from \p text takes away.
std::string removed(std::string_view text, std::string_view part) {
  const auto begin = static_cast<std::uint32_t>(text.find(part));
  const Span span =
      Layout(text).removable({begin, begin + static_cast<std::uint32_t>(part.size())});
  return std::string(text.substr(span.begin, span.size()));
}

/// \p text with each line after the first, as far as it may be indented, marked by `>`.
std::string marked(std::string_view text) {
  std::string result(text);
  const auto starts = Layout(text).indentable(0, static_cast<std::uint32_t>(text.size()));
  for (auto it = starts.rbegin(); it != starts.rend(); ++it)
    result.insert(*it, ">");
  return result;
}

TEST(Layout, TakesTheLineEndOfMostLines) {
  EXPECT_EQ(lineEnd("a\r\nb\r\nc\n"), "\r\n");
  EXPECT_EQ(lineEnd("a\nb\nc\r\n"), "\n");
  EXPECT_EQ(lineEnd("a\r\nb\n"), "\n");
  EXPECT_EQ(lineEnd(""), "\n");
}

TEST(Layout, TakesTheUsualStep) {
  EXPECT_EQ(step("{\n    a;\n    if (x)\n        b;\n}\n"), "    ");
  EXPECT_EQ(step("{\n  a;\n}\n"), "  ");
  EXPECT_EQ(step("{\n\ta;\n\tb;\n}\n"), "\t");
  EXPECT_EQ(step("int x;\n"), "  ");
  // The stars of a comment are one blank deep and say nothing.
  EXPECT_EQ(step("/*\n * a\n */\n/*\n * b\n */\n{\n    a;\n}\n"), "    ");
}

TEST(Layout, KnowsItsLines) {
  const Layout layout("ab\r\n  cd");
  EXPECT_EQ(layout.lineStart(0), 0U);
  EXPECT_EQ(layout.lineStart(3), 0U);
  EXPECT_EQ(layout.lineStart(4), 4U);
  EXPECT_EQ(layout.lineStop(0), 2U);
  EXPECT_EQ(layout.lineStop(5), 8U);
  EXPECT_EQ(layout.nextLine(0), 4U);
  EXPECT_EQ(layout.nextLine(5), 8U);
  EXPECT_EQ(layout.indent(7), "  ");
  EXPECT_TRUE(layout.startsLine(6));
  EXPECT_FALSE(layout.startsLine(7));
  EXPECT_TRUE(layout.endsLine(2));
  EXPECT_FALSE(layout.endsLine(5));
}

TEST(Layout, RemovesWholeLinesThatHoldNothingElse) {
  EXPECT_EQ(removed("a;\n  f(c);\nb;\n", "f(c);"), "  f(c);\n");
  EXPECT_EQ(removed("a;\r\n  f(c);  \r\nb;\r\n", "f(c);"), "  f(c);  \r\n");
  EXPECT_EQ(removed("  f(c);", "f(c);"), "  f(c);");
  EXPECT_EQ(removed("if (c)\n  f(c);\nb;\n", "if (c)\n  f(c);"), "if (c)\n  f(c);\n");
}

TEST(Layout, RemovesNoMoreThanItsPartOfALine) {
  EXPECT_EQ(removed("a; f(c); b;\n", "f(c);"), "f(c); ");
  EXPECT_EQ(removed("  f(c); // why\n", "f(c);"), "f(c); ");
  EXPECT_EQ(removed("a; f(c);\n", "f(c);"), "f(c);");
}

TEST(Layout, IndentsLinesThatMayBeIndented) {
  EXPECT_EQ(marked("a\nb\n\nc"), "a\n>b\n\n>c");
  EXPECT_EQ(marked("a\n  \nb\n"), "a\n  \n>b\n");
  EXPECT_EQ(marked("f(R\"(x\ny\n)\");\nb\n"), "f(R\"(x\ny\n)\");\n>b\n");
  EXPECT_EQ(marked("f(R\"sql(x\n)\"\n)sql\");\nb\n"), "f(R\"sql(x\n)\"\n)sql\");\n>b\n");
  EXPECT_EQ(marked("a \\\nb\nc\n"), "a \\\nb\n>c\n");
  EXPECT_EQ(marked("a \\\r\nb\r\nc\r\n"), "a \\\r\nb\r\n>c\r\n");
  EXPECT_EQ(marked("R\"(x)\" R\"(y\nz)\"\nb\n"), "R\"(x)\" R\"(y\nz)\"\n>b\n");
}

} // namespace

} // namespace repool
