/// \file
/// A few lines of code through parse and analyze; what came out as text, for lines of data.
///
/// Every snippet sees small stand-ins for the clients' headers (Snippet.cpp), as system headers, so
/// that a case takes milliseconds.
#pragma once

#include "model/Facts.h"

#include <gtest/gtest.h>
#include <string>

namespace repool::test {

/// The facts of \p code, as C++20 or as C.
TuFacts factsOf(const std::string &code, Language language = Language::Cxx);

/// What decide makes of the first site: "wrap", "lease", "pair" or the code of the reason.
std::string siteOf(const std::string &code, Language language = Language::Cxx);

/// Every problem of the first handle: "RP209 pair:RP303 wrap:RP305".
std::string problemsOf(const std::string &code, Language language = Language::Cxx);

inline void expectSite(const std::string &code, const std::string &expected) {
  EXPECT_EQ(siteOf(code), expected) << code;
}

inline void expectSiteInC(const std::string &code, const std::string &expected) {
  EXPECT_EQ(siteOf(code, Language::C), expected) << code;
}

inline void expectProblems(const std::string &code, const std::string &expected) {
  EXPECT_EQ(problemsOf(code), expected) << code;
}

/// `int f(const char *u)` that opens `PGconn *c`, executes something, then goes on with \p rest.
inline std::string opened(const std::string &rest) {
  return "int f(const char *u, int x) { PGconn *c = PQconnectdb(u); PQexec(c, \"\"); " + rest +
         " }";
}

/// The same with `pqxx::connection c`.
inline std::string constructed(const std::string &rest) {
  return "int f(const char *u, int x) {\n  pqxx::connection c(u);\n  pqxx::work w(c);\n  " + rest +
         "\n}";
}

} // namespace repool::test
