#include "project/TextScan.h"

#include <gtest/gtest.h>

namespace repool {

namespace {

/// The includes of \p text: "a.h!" is certain, "(M)" computed.
std::string includesOf(std::string_view text) {
  Words words;
  std::string result;
  for (const IncludeLine &line : scanText(text, words).includes)
    result += (result.empty() ? "" : " ") + (line.computed ? "(" + line.name + ")" : line.name) +
              (line.certain ? "!" : "");
  return result;
}

TEST(TextScan, NumbersEachWordOnce) {
  Words words;
  const TextFacts facts = scanText("a b a 1e5 0x1f \"c\" // d", words);
  EXPECT_EQ(facts.words.size(), 4U);
  EXPECT_EQ(words.find("e5"), Words::None);
  EXPECT_EQ(words.text(words.find("d")), "d");
}

TEST(TextScan, IncludesAreCertainOutsideConditions) {
  EXPECT_EQ(includesOf("#include \"a.h\"\n#if X\n#include <b.h>\n#endif\n#include <c.h>\n"),
            "a.h! b.h c.h!");
  EXPECT_EQ(includesOf("// why\n#ifndef G\n#define G\n#include \"a.h\"\n#endif\n"), "a.h!");
  EXPECT_EQ(includesOf("#define X\n#ifndef G\n#include \"a.h\"\n#endif\n"), "a.h");
}

TEST(TextScan, IncludesInCommentsCountButAreNotCertain) {
  EXPECT_EQ(includesOf("/*\n#include \"a.h\"\n*/\n// #include \"b.h\"\n#include \"c.h\"\n"),
            "a.h b.h c.h!");
  EXPECT_EQ(includesOf("const char *s = \"/*\"; char q = '\"';\n#include \"a.h\"\n"), "a.h!");
}

TEST(TextScan, ComputedIncludesAreNamed) {
  EXPECT_EQ(includesOf("#include H\n#include M(x)\n"), "(H)! (()!");
  Words words;
  const TextFacts facts = scanText("#define H \"a.h\"\n#define I H\n#define N 1\n", words);
  ASSERT_EQ(facts.headerNames.size(), 2U);
  EXPECT_EQ(facts.headerNames[0].include.name, "a.h");
  EXPECT_TRUE(facts.headerNames[1].include.computed);
}

TEST(TextScan, NoticesPastingAndConditions) {
  Words words;
  EXPECT_TRUE(scanText("#define A(x) x##y", words).pastes);
  EXPECT_TRUE(scanText("%:define A(x) x%:%:y", words).pastes);
  EXPECT_FALSE(
      scanText("#ifndef G\n#define G\n#ifdef __cplusplus\n#endif\n#endif", words).conditional);
  EXPECT_TRUE(scanText("#ifndef G\n#define G\n#ifdef SERVER\n#endif\n#endif", words).conditional);
}

} // namespace

} // namespace repool
