#include "apply/CheckWords.h"

#include <gtest/gtest.h>

namespace repool {
namespace {

const std::vector<std::string> Files = {"/p/src/store.cpp"};

TEST(CheckWords, AreTheFirstErrorThatNamesAFileOfTheRewrite) {
  EXPECT_EQ(checkWords("cc -Werror -c src/store.cpp\n"
                       "other.cpp:1:1: error: before\n"
                       "src/store.cpp:12:3: error: no match\n"
                       "src/store.cpp:14:3: error: later\n"
                       "make: *** [Makefile:3: store.o] Error 1\n",
                       Files),
            "src/store.cpp:12:3: error: no match");
}

TEST(CheckWords, AreElseTheFirstError) {
  EXPECT_EQ(checkWords("building\n/usr/bin/ld: x.o: undefined reference to `repool_pq_open'\n"
                       "collect2: error: ld returned 1 exit status\nmake: *** [all] Error 1\n",
                       Files),
            "/usr/bin/ld: x.o: undefined reference to `repool_pq_open'");
  EXPECT_EQ(checkWords("mystore.cpp: error: x\nstore.cpp.o: error: y\n", Files),
            "store.cpp.o: error: y");
}

TEST(CheckWords, AreElseTheLastLines) {
  EXPECT_EQ(checkWords("one\ntwo\n\n  three\nfour\n", Files), "two | three | four");
  EXPECT_EQ(checkWords("only", {}), "only");
  EXPECT_EQ(checkWords("", Files), "");
  EXPECT_EQ(checkWords("\n \n", Files), "");
}

TEST(CheckWords, ACountOfNoneIsNoError) {
  EXPECT_EQ(
      checkWords("suite a: 5 passed, 0 failed\nno errors so far\nsuite b: 10 failed\nend\n", Files),
      "suite b: 10 failed");
}

TEST(CheckWords, NeitherIsANameOrAnOption) {
  EXPECT_EQ(checkWords("cc -Werror=all error.c -o lib/error/x my_error\nnot so\n", {}),
            "cc -Werror=all error.c -o lib/error/x my_error | not so");
}

TEST(CheckWords, ArePlainAndShort) {
  EXPECT_EQ(checkWords("\x1b[1mstore.cpp:1: \x1b[31merror:\x1b[0m\tbad\r\n", Files),
            "store.cpp:1: error: bad");
  std::string umlauts = "error: a";
  for (int i = 0; i < 200; ++i)
    umlauts += "\xc3\xbc";
  const std::string words = checkWords(umlauts, {});
  EXPECT_EQ(words.size(), 160U + 3);
  EXPECT_EQ(words.substr(words.size() - 5), "\xc3\xbc...");
}

TEST(CheckWords, TakeAnyBytes) {
  std::string bytes;
  for (int i = 0; i < 3000; ++i)
    bytes += static_cast<char>(i * 37 + i / 256);
  EXPECT_LE(checkWords(bytes + "\x1b[", Files).size(), 170U);
}

} // namespace
} // namespace repool
