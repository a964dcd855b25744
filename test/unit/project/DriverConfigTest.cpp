#include "TempTree.h"
#include "project/Config.h"

#include <gtest/gtest.h>

namespace repool {

namespace {

using test::TempTree;
using Words = std::vector<std::string>;

std::vector<DriverSpec> drivers(const std::string &text) {
  const TempTree tree;
  auto config = loadConfig(tree.write(".repool.yaml", text));
  if (config)
    return config->own;
  ADD_FAILURE() << llvm::toString(config.takeError());
  return {};
}

/// What `:line:column: message` loading \p text ends with.
void expectError(const std::string &text, const std::string &end) {
  const TempTree tree;
  auto config = loadConfig(tree.write(".repool.yaml", text));
  ASSERT_FALSE(static_cast<bool>(config)) << text;
  EXPECT_EQ(llvm::toString(config.takeError()), tree.path(".repool.yaml") + end);
}

/// A driver that is right, with \p more keys.
std::string acme(const std::string &more) {
  return "driver:\n  - name: acme\n    handle-types: [acme_db]\n" + more;
}

TEST(DriverConfig, NeedsLittle) {
  const auto own = drivers(acme("    opens: [{name: acme_open}]\n"));
  ASSERT_EQ(own.size(), 1U);
  EXPECT_EQ(own[0].name, "acme");
  EXPECT_EQ(own[0].header, "");
  EXPECT_EQ(own[0].leaseType, "acme_db");
  EXPECT_EQ(own[0].handleTokens, Words{"acme_db"});
  ASSERT_EQ(own[0].opens.size(), 1U);
  EXPECT_EQ(own[0].opens[0].by, OpenBy::Return);
}

TEST(DriverConfig, ReadsTheFormOfABuiltInDriver) {
  const auto own = drivers(R"(driver:
  - name: acme
    header: acme/pool.h
    client-headers: [acme/db.h]
    handle-types: [acme_db]
    handle-tokens: [AcmeDb]
    lease-type: AcmeDb
    failure-is-code: true
    opens:
      - {name: acme_open, by: handle, handle-argument: 1, source: acme::pooled, pair: acme_borrow,
         pair-in: acme_borrow_in, text-argument: 0}
    makers: [acme_init]
    setters:
      - {name: acme_set, option-argument: 1, unfit: [{name: ACME_HOOK, code: RP501, what: hooks}]}
    shutdowns: [acme_end]
    closes: [{name: acme_close, pair: acme_give_back}]
    tests: [acme_ok]
    inspects: [acme_error]
    interior-texts: [acme_error]
    error-texts: [acme_error]
    executes: [{name: acme_run, text-argument: 1}]
    hazards: [{name: acme_hook, code: RP501, what: stores a hook}]
    derived: [{maker: acme_prepare, out-argument: 2, ender: acme_done}]
    borrow-prefixes: [acme_]
)");
  ASSERT_EQ(own.size(), 1U);
  const DriverSpec &driver = own[0];
  EXPECT_EQ(driver.header, "acme/pool.h");
  EXPECT_EQ(driver.handleTokens, Words{"AcmeDb"});
  EXPECT_TRUE(driver.failureIsCode);
  EXPECT_FALSE(driver.handleIsObject);
  EXPECT_EQ(driver.opens[0].by, OpenBy::Handle);
  EXPECT_EQ(driver.opens[0].handleArgument, 1);
  EXPECT_EQ(driver.opens[0].source, "acme::pooled");
  EXPECT_EQ(driver.opens[0].pairName, "acme_borrow");
  EXPECT_EQ(driver.opens[0].pairInName, "acme_borrow_in");
  EXPECT_EQ(driver.makers, Words{"acme_init"});
  EXPECT_EQ(driver.setters[0].optionArgument, 1);
  EXPECT_EQ(driver.setters[0].unfit[0].name, "ACME_HOOK");
  EXPECT_EQ(driver.closes[0].pairName, "acme_give_back");
  EXPECT_EQ(driver.executes[0].textArgument, 1);
  EXPECT_EQ(driver.hazards[0].what, "stores a hook");
  EXPECT_EQ(driver.derived[0].outArgument, 2);
  EXPECT_EQ(driver.borrowPrefixes.front(), "acme_");
}

TEST(DriverConfig, NamesUnknownKeysAndTheNearest) {
  expectError(acme("    open: [{name: a}]\n"),
              ":4:5: unknown key 'open' of a driver; did you mean 'opens'?");
  expectError(acme("    opens: [{name: a, pears: b}]\n"),
              ":4:23: unknown key 'pears' of an open; did you mean 'pair'?");
  expectError(acme("    name: b\n"), ":4:5: 'name' is given twice; keep one");
}

TEST(DriverConfig, NamesWhatIsNoWordOfItsKind) {
  expectError(acme("    opens: [{name: 'a b'}]\n"), ":4:20: 'a b' is no name of C or C++");
  expectError(acme("    opens: [{name: a, by: retrun}]\n"),
              ":4:27: unknown way to open 'retrun'; did you mean 'return'?");
  expectError(acme("    opens: [{name: a, text-argument: one}]\n"),
              ":4:38: the number of an argument is needed here; the first is 0");
  expectError(acme("    failure-is-code: maybe\n"), ":4:22: true or false is needed here");
  expectError(acme("    tests: acme_ok\n"),
              ":4:12: a list of names is needed here, such as [a, b]");
  expectError(acme("    hazards: [{name: a, code: RP999, what: b}]\n"),
              ":4:31: there is no reason code 'RP999'");
  expectError("driver: acme\n", ":1:9: 'driver' needs a list of drivers");
}

TEST(DriverConfig, NamesWhatIsMissing) {
  expectError("driver:\n  - handle-types: [a]\n", ":2:5: a driver needs a name");
  expectError("driver:\n  - name: acme\n", ":2:5: driver 'acme' needs handle-types");
  expectError(acme(""), ":2:5: driver 'acme' needs opens");
  expectError(acme("    opens: [{by: return}]\n"), ":4:13: an open needs a name");
  expectError(acme("    opens: [{name: a, by: out-argument}]\n"),
              ":2:5: open 'a' needs a handle-argument");
  expectError(acme("    opens: [{name: a, pair: b}]\n"),
              ":2:5: open 'a' has a pooled form: say in which header");
  expectError(acme("    header: h.h\n    opens: [{name: a, pair: b}]\n    closes: [{name: c}]\n"),
              ":2:5: open 'a' has a pair: close 'c' needs one too");
  expectError(acme("    hazards: [{name: a, code: RP501}]\n"),
              ":4:14: hazard 'a' needs a code and a what");
}

TEST(DriverConfig, NoTwoDriversHaveOneName) {
  const std::string other = "    opens: [{name: a}]\n  - name: acme\n    handle-types: [b]\n"
                            "    opens: [{name: b}]\n";
  expectError(acme(other), ":5:5: there is a driver 'acme' already");
  expectError("driver:\n  - name: libpq\n    handle-types: [b]\n    opens: [{name: b}]\n",
              ":2:5: there is a built-in driver 'libpq'");
}

} // namespace

} // namespace repool
