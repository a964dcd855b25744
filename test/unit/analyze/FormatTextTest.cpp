#include "analyze/FormatText.h"

#include <gtest/gtest.h>

namespace repool {

namespace {

const FormatArgument Number{.isInteger = true};
const FormatArgument Unknown{};

FormatArgument text(const char *value) {
  return {.text = value};
}

/// The text with a `#` for each hole, or "?" where it is not known.
std::string made(FormatStyle style, const char *format,
                 const std::vector<FormatArgument> &arguments, std::size_t room = 0) {
  std::string why;
  auto result = formatText(format, arguments, style, room, why);
  EXPECT_EQ(result.has_value(), why.empty());
  for (char &c : result ? *result : why)
    c = c == FormatHole ? '#' : c;
  return result.value_or("?");
}

std::string printed(const char *format, const std::vector<FormatArgument> &arguments,
                    std::size_t room = 0) {
  return made(FormatStyle::Printf, format, arguments, room);
}

std::string braced(const char *format, const std::vector<FormatArgument> &arguments) {
  return made(FormatStyle::Braces, format, arguments);
}

TEST(FormatText, PlainNumbersAndTexts) {
  EXPECT_EQ(printed("a = %d AND b = %lu", {Number, Number}), "a = # AND b = #");
  EXPECT_EQ(printed("100%% %s", {text("t")}), "100% t");
  EXPECT_EQ(printed("%05d", {Number}), "#");
  EXPECT_EQ(braced("{} {{}} {:d}", {text("t"), Number}), "t {} #");
  EXPECT_EQ(braced("{1} {0}", {text("a"), text("b")}), "b a");
}

TEST(FormatText, AnythingElseIsNotKnown) {
  EXPECT_EQ(printed("%s", {Unknown}), "?");
  EXPECT_EQ(printed("%d", {text("1")}), "?");
  EXPECT_EQ(printed("%s", {Number}), "?");
  EXPECT_EQ(printed("%d", {}), "?");
  for (const char *format : {"%f", "%c", "%x", "%n", "%*d", "%.3s", "%5s", "%ls", "%", "%1$d"})
    EXPECT_EQ(printed(format, {Number, Number}), "?") << format;
  for (const char *format : {"{", "}", "{:x}", "{:5}", "{name}", "{2}", "{:{}}"})
    EXPECT_EQ(braced(format, {Number, Number}), "?") << format;
  EXPECT_EQ(braced("{}", {Unknown}), "?");
}

TEST(FormatText, ATextThatMayBeCutOffIsNotKnown) {
  EXPECT_EQ(printed("id %d", {Number}, 24), "id #");
  EXPECT_EQ(printed("id %d", {Number}, 23), "?"); // 3 + 20 digits + the zero
  EXPECT_EQ(printed("%s", {text("four")}, 5), "four");
  EXPECT_EQ(printed("%s", {text("four")}, 4), "?");
  EXPECT_EQ(printed("%s", {text("\x01")}, 20), "?"); // the hole is a number, too
  EXPECT_EQ(printed("%30d", {Number}, 31), "#");
  EXPECT_EQ(printed("%30d", {Number}, 30), "?");
}

} // namespace

} // namespace repool
