#include "drivers/Driver.h"
#include "model/Reasons.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <set>

namespace repool {

namespace {

std::string nameOf(const DriverSpec &driver) {
  return driver.name;
}

bool isToken(std::string_view word) {
  const auto tokens = driverTokens(builtinDrivers());
  return std::ranges::find(tokens, word) != tokens.end();
}

TEST(BuiltinDrivers, AreSortedByName) {
  EXPECT_TRUE(std::ranges::is_sorted(builtinDrivers(), {}, nameOf));
  EXPECT_EQ(builtinDrivers().size(), 9U);
}

TEST(BuiltinDrivers, SayAllThatARewriteNeeds) {
  for (const DriverSpec &driver : builtinDrivers()) {
    SCOPED_TRACE(driver.name);
    if (driver.header.empty())
      continue; // found only
    EXPECT_FALSE(driver.clientHeaders.empty());
    EXPECT_FALSE(driver.handleTypes.empty());
    EXPECT_FALSE(driver.leaseType.empty());
    EXPECT_FALSE(driver.borrowPrefixes.empty());
    for (const OpenSpec &open : driver.opens) {
      SCOPED_TRACE(open.name);
      EXPECT_EQ(open.source.empty(), open.by == OpenBy::Steps);
      EXPECT_TRUE(open.by != OpenBy::OutArgument || open.handleArgument >= 0);
      EXPECT_EQ(open.by == OpenBy::Handle, !open.pairInName.empty());
      // Methods of an object on the heap end a lease of it; only `delete` is paired with `new`.
      for (const CloseSpec &close : driver.closes) {
        const bool isPaired = open.by != OpenBy::New || close.name == DeleteExpression;
        EXPECT_TRUE(!isPaired || open.pairName.empty() || !close.pairName.empty()) << close.name;
      }
    }
  }
}

TEST(BuiltinDrivers, SayAtLeastHowTheyAreFound) {
  for (const DriverSpec &driver : builtinDrivers()) {
    SCOPED_TRACE(driver.name);
    EXPECT_FALSE(driver.opens.empty());
    EXPECT_FALSE(driver.handleTokens.empty());
    EXPECT_FALSE(driver.leaseType.empty());
    for (const OpenSpec &open : driver.opens) {
      const bool isPooled = !open.source.empty() || !open.pairName.empty();
      EXPECT_FALSE(isPooled && driver.header.empty()) << open.name;
    }
  }
}

TEST(BuiltinDrivers, NameEachCallOnce) {
  for (const DriverSpec &driver : builtinDrivers()) {
    std::multiset<std::string> names;
    for (const OpenSpec &open : driver.opens)
      names.insert(open.name);
    for (const CloseSpec &close : driver.closes)
      names.insert(close.name);
    for (const ExecuteSpec &execute : driver.executes)
      names.insert(execute.name);
    for (const HazardSpec &hazard : driver.hazards)
      names.insert(hazard.name);
    for (const SetterSpec &setter : driver.setters)
      names.insert(setter.name);
    names.insert(driver.makers.begin(), driver.makers.end());
    names.insert(driver.tests.begin(), driver.tests.end());
    names.insert(driver.inspects.begin(), driver.inspects.end());
    for (const std::string &name : names)
      EXPECT_EQ(names.count(name), 1U) << driver.name << ": " << name;
  }
}

TEST(BuiltinDrivers, GiveReasonsThatExist) {
  for (const DriverSpec &driver : builtinDrivers())
    for (const HazardSpec &hazard : driver.hazards) {
      EXPECT_NE(findReason(hazard.code), nullptr) << hazard.name << ": " << hazard.code;
      EXPECT_FALSE(hazard.what.empty()) << hazard.name;
    }
}

TEST(BuiltinDrivers, GiveReasonsForOptionsToo) {
  for (const DriverSpec &driver : builtinDrivers())
    for (const SetterSpec &setter : driver.setters)
      for (const HazardSpec &unfit : setter.unfit)
        EXPECT_NE(findReason(unfit.code), nullptr) << unfit.name << ": " << unfit.code;
}

TEST(DriverTokens, AreTheWordsThatMakeAFileWorthParsing) {
  for (const char *word : {"PGconn", "PQconnectdb", "PQconnectStart", "PQfinish", "sqlite3",
                           "sqlite3_open_v2", "sqlite3_close", "pqxx::connection"})
    EXPECT_TRUE(isToken(word)) << word;
  // Every file has a `close`.
  for (const char *word : {"close", "disconnect", "PQexec", ""})
    EXPECT_FALSE(isToken(word)) << word;
}

TEST(DriverTokens, AreSortedAndEachOnce) {
  const auto tokens = driverTokens(builtinDrivers());
  EXPECT_TRUE(std::ranges::is_sorted(tokens));
  EXPECT_EQ(std::ranges::adjacent_find(tokens), tokens.end());
}

} // namespace

} // namespace repool
