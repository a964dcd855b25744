#include "edit/MakeEdits.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace repool {

namespace {

const DriverSpec &driver(std::string_view name) {
  return *std::ranges::find(builtinDrivers(), name, &DriverSpec::name);
}

/// A handle whose spans are found by the text they hold.
class Sample {
public:
  Sample(std::string driverName, HandleKind kind, std::string text)
      : driver_(driver(driverName)), text_(std::move(text)) {
    handle.driver = std::move(driverName);
    handle.kind = kind;
    handle.file = "/p/a.cpp";
    handle.name = "c";
    handle.declaredInBlock = true;
    handle.functionSpan = {0, static_cast<std::uint32_t>(text_.size())};
  }

  Span at(std::string_view part, std::size_t from = 0) const {
    const std::size_t begin = text_.find(part, from);
    EXPECT_NE(begin, std::string::npos) << part;
    return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(begin + part.size())};
  }

  Sample &declare(std::string_view statement, std::string type) {
    handle.declaration = at(statement);
    handle.typeText = std::move(type);
    return *this;
  }

  Sample &open(std::string_view statement, std::string_view call, OpenForm form,
               const std::vector<std::string_view> &args) {
    Open open;
    open.statement = at(statement);
    open.call = at(call, open.statement.begin);
    open.form = form;
    open.inBlock = open.sameBlock = form != OpenForm::Nested;
    for (const std::string_view arg : args)
      open.args.push_back(at(arg, open.call.begin));
    for (std::size_t i = 0; i < driver_.opens.size(); ++i)
      if (call.substr(0, call.find('(')) == driver_.opens[i].name)
        open.spec = i;
    open.opener = driver_.opens[open.spec].name;
    handle.opens.push_back(open);
    return *this;
  }

  Sample &close(std::string_view call, AfterClose after) {
    Close close;
    close.call = at(call);
    close.statement = {close.call.begin, close.call.end + 1};
    close.closer = call.substr(0, call.find('('));
    close.isStatement = close.inBlock = true;
    close.after = after;
    handle.closes.push_back(close);
    return *this;
  }

  /// The text after \p strategy, or "code: message".
  std::string rewritten(Strategy strategy) const {
    const auto result = makeEdits(handle, strategy, driver_, text_, "a.cpp:1:1");
    if (const auto *problem = std::get_if<Problem>(&result))
      return problem->code + ": " + problem->message;
    const auto &group = std::get<EditGroup>(result);
    EXPECT_EQ(group.id, "a.cpp:1:1");
    EXPECT_EQ(group.includes, (std::vector<IncludeEdit>{{"/p/a.cpp", driver_.header}}));
    EXPECT_TRUE(std::ranges::is_sorted(group.edits, {}, &Edit::span));
    return applyEdits(text_, group.edits);
  }

  Handle handle;

private:
  const DriverSpec &driver_;
  std::string text_;
};

/// `PGconn *c = PQconnectdb(url);` first in \p text.
Sample declared(const std::string &text) {
  Sample sample("libpq", HandleKind::LocalPointer, text);
  sample.declare("PGconn *c = PQconnectdb(url);", "PGconn *");
  sample.open("PGconn *c = PQconnectdb(url);", "PQconnectdb(url)", OpenForm::Declaration, {"url"});
  return sample;
}

/// `pqxx::connection c(url);` with the region up to \p last.
Sample object(const std::string &text, std::string_view last) {
  Sample sample("libpqxx", HandleKind::LocalObject, text);
  sample.declare("pqxx::connection c(url);", "pqxx::connection");
  sample.open("pqxx::connection c(url);", "c(url)", OpenForm::Declaration, {"url"});
  Region region;
  region.span = {sample.handle.declaration.begin, sample.at(last).end};
  region.returns = last.starts_with("return");
  sample.handle.region = region;
  return sample;
}

TEST(Lease, BorrowsAtTheDeclaration) {
  EXPECT_EQ(declared("{\n  PGconn *c = PQconnectdb(url);\n  f(c);\n  PQfinish(c);\n}\n")
                .close("PQfinish(c)", AfterClose::Nothing)
                .rewritten(Strategy::Lease),
            "{\n  auto cLease = repool::withDatabase(repool::pq(url));\n  PGconn *c = "
            "cLease.get();\n  f(c);\n}\n");
}

TEST(Lease, ReleasesWhereCodeFollows) {
  EXPECT_EQ(declared("{\n  PGconn *c = PQconnectdb(url);\n  PQfinish(c);\n  g();\n}\n")
                .close("PQfinish(c)", AfterClose::Code)
                .rewritten(Strategy::Lease),
            "{\n  auto cLease = repool::withDatabase(repool::pq(url));\n  PGconn *c = "
            "cLease.get();\n  cLease.release();\n  g();\n}\n");
}

TEST(Lease, TakesAGuardWithItsClose) {
  Sample sample = declared("{\n  PGconn *c = PQconnectdb(url);\n  if (c)\n    PQfinish(c);\n}\n");
  sample.close("PQfinish(c)", AfterClose::Nothing);
  sample.handle.closes.back().inBlock = false;
  sample.handle.closes.back().guard = sample.at("if (c)\n    PQfinish(c);");
  sample.handle.closes.back().guardInBlock = true;
  EXPECT_EQ(sample.rewritten(Strategy::Lease),
            "{\n  auto cLease = repool::withDatabase(repool::pq(url));\n  PGconn *c = "
            "cLease.get();\n}\n");
}

TEST(Lease, LeavesAReleaseAsTheBodyOfAnIf) {
  Sample sample =
      declared("{\n  PGconn *c = PQconnectdb(url);\n  if (x)\n    PQfinish(c);\n  return;\n}\n");
  sample.close("PQfinish(c)", AfterClose::Nothing);
  sample.handle.closes.back().inBlock = false;
  EXPECT_NE(sample.rewritten(Strategy::Lease).find("if (x)\n    cLease.release();\n"),
            std::string::npos);
}

TEST(Lease, AssignsWhereTheHandleIsDeclaredBefore) {
  Sample sample("libpq", HandleKind::LocalPointer,
                "{\n  PGconn *c;\n  if (x) {\n    c = PQconnectdb(url);\n  }\n}\n");
  sample.declare("PGconn *c;", "PGconn *");
  sample.open("c = PQconnectdb(url);", "PQconnectdb(url)", OpenForm::Statement, {"url"});
  sample.handle.opens.back().sameBlock = false;
  EXPECT_EQ(sample.rewritten(Strategy::Lease),
            "{\n  repool::Lease<PGconn> cLease;\n  PGconn *c;\n  if (x) {\n    cLease = "
            "repool::withDatabase(repool::pq(url));\n    c = cLease.get();\n  }\n}\n");
}

TEST(Lease, NeedsNoEmptyLeaseWhereDeclarationAndOpenStandTogether) {
  Sample sample("libpq", HandleKind::LocalPointer, "{\n  PGconn *c;\n  c = PQconnectdb(url);\n}\n");
  sample.declare("PGconn *c;", "PGconn *");
  sample.open("c = PQconnectdb(url);", "PQconnectdb(url)", OpenForm::Statement, {"url"});
  EXPECT_EQ(sample.rewritten(Strategy::Lease),
            "{\n  PGconn *c;\n  auto cLease = repool::withDatabase(repool::pq(url));\n  c = "
            "cLease.get();\n}\n");
  // A jump must not pass over the `auto`.
  sample.handle.functionJumps = true;
  EXPECT_EQ(sample.rewritten(Strategy::Lease),
            "{\n  repool::Lease<PGconn> cLease;\n  PGconn *c;\n  cLease = "
            "repool::withDatabase(repool::pq(url));\n  c = cLease.get();\n}\n");
}

TEST(Lease, BorrowsInsideAnExpression) {
  Sample sample("libpq", HandleKind::LocalPointer,
                "{\n  PGconn *c;\n  while ((c = PQconnectdb(url)) == 0)\n    wait();\n}\n");
  sample.declare("PGconn *c;", "PGconn *");
  sample.open("while ((c = PQconnectdb(url)) == 0)\n    wait();", "PQconnectdb(url)",
              OpenForm::Nested, {"url"});
  EXPECT_EQ(sample.rewritten(Strategy::Lease),
            "{\n  repool::Lease<PGconn> cLease;\n  PGconn *c;\n  while ((c = (cLease = "
            "repool::withDatabase(repool::pq(url))).get()) == 0)\n    wait();\n}\n");
}

TEST(Lease, GivesTheCodeOfAnOpenByArgument) {
  Sample sample("sqlite", HandleKind::LocalPointer,
                "{\n  sqlite3 *c;\n  int rc = sqlite3_open(path, &c);\n}\n");
  sample.declare("sqlite3 *c;", "sqlite3 *");
  sample.open("int rc = sqlite3_open(path, &c);", "sqlite3_open(path, &c)", OpenForm::Leading,
              {"path", "&c"});
  EXPECT_EQ(sample.rewritten(Strategy::Lease),
            "{\n  sqlite3 *c;\n  auto cLease = repool::withDatabase(repool::sqlite(path));\n  c = "
            "cLease.get();\n  int rc = cLease.code();\n}\n");
}

TEST(Lease, TakesTheOtherArgumentsInTheirOrder) {
  Sample sample("sqlite", HandleKind::LocalPointer,
                "{\n  sqlite3 *c;\n  sqlite3_open_v2(path, &c, flags, 0);\n}\n");
  sample.declare("sqlite3 *c;", "sqlite3 *");
  sample.open("sqlite3_open_v2(path, &c, flags, 0);", "sqlite3_open_v2(path, &c, flags, 0)",
              OpenForm::Statement, {"path", "&c", "flags", "0"});
  EXPECT_EQ(sample.rewritten(Strategy::Lease),
            "{\n  sqlite3 *c;\n  auto cLease = repool::withDatabase(repool::sqlite(path, flags, "
            "0));\n  c = cLease.get();\n}\n");
}

TEST(Lease, FindsANameThatIsFree) {
  EXPECT_EQ(declared("{\n  int cLease, cLease2, xcLease3;\n  PGconn *c = PQconnectdb(url);\n}\n")
                .rewritten(Strategy::Lease),
            "{\n  int cLease, cLease2, xcLease3;\n  auto cLease3 = "
            "repool::withDatabase(repool::pq(url));\n  PGconn *c = cLease3.get();\n}\n");
}

TEST(Lease, RefusesAStatementInTheMiddleOfALine) {
  EXPECT_EQ(declared("{ PGconn *c = PQconnectdb(url); }\n").rewritten(Strategy::Lease),
            "RP305: the statement stands in the middle of a line");
  EXPECT_EQ(object("{ pqxx::connection c(url); f(c); }\n", "f(c);").rewritten(Strategy::Lease),
            "RP305: 'c' is declared in the middle of a line");
}

TEST(Lease, OfAnObjectIsAReference) {
  EXPECT_EQ(
      object("{\n  pqxx::connection c(url);\n  f(c);\n}\n", "f(c);").rewritten(Strategy::Lease),
      "{\n  auto cLease = repool::withDatabase(repool::pqxx(url));\n  pqxx::connection &c = "
      "*cLease;\n  f(c);\n}\n");
}

TEST(Lease, KeepsLineEndsAndTabs) {
  EXPECT_EQ(declared("{\r\n\tPGconn *c = PQconnectdb(url);\r\n\tPQfinish(c);\r\n}\r\n")
                .close("PQfinish(c)", AfterClose::Nothing)
                .rewritten(Strategy::Lease),
            "{\r\n\tauto cLease = repool::withDatabase(repool::pq(url));\r\n\tPGconn *c = "
            "cLease.get();\r\n}\r\n");
}

TEST(Wrap, TurnsTheRegionIntoACallback) {
  EXPECT_EQ(
      object("{\n  pqxx::connection c(url);\n  f(c);\n}\n", "f(c);").rewritten(Strategy::Wrap),
      "{\n  repool::withDatabase(repool::pqxx(url), [&](pqxx::connection &c) {\n    f(c);\n"
      "  });\n}\n");
}

TEST(Wrap, ReturnsWhatTheRegionReturns) {
  Sample sample = object("{\n  pqxx::connection c(url);\n  return f(c);\n}\n", "return f(c);");
  EXPECT_EQ(sample.rewritten(Strategy::Wrap),
            "{\n  return repool::withDatabase(repool::pqxx(url), [&](pqxx::connection &c) {\n"
            "    return f(c);\n  });\n}\n");
  sample.handle.region->returnType = "long";
  EXPECT_NE(sample.rewritten(Strategy::Wrap).find("(pqxx::connection &c) -> long {"),
            std::string::npos);
}

TEST(Wrap, KeepsCommentsBlankLinesAndRawStrings) {
  EXPECT_EQ(object("{\n  pqxx::connection c(url); // why\n\n  f(c, R\"(\na\n)\"); // last\n}\n",
                   "f(c, R\"(\na\n)\");")
                .rewritten(Strategy::Wrap),
            "{\n  repool::withDatabase(repool::pqxx(url), [&](pqxx::connection &c) { // why\n\n"
            "    f(c, R\"(\na\n)\"); // last\n  });\n}\n");
}

TEST(Pair, RenamesTheOpenAndEveryClose) {
  Sample sample("libpq", HandleKind::LocalPointer,
                "{\n  PGconn *c = PQconnectdb(url);\n  PQfinish(c);\n}\n");
  sample.open("PGconn *c = PQconnectdb(url);", "PQconnectdb(url)", OpenForm::Declaration, {"url"});
  sample.close("PQfinish(c)", AfterClose::Nothing);
  EXPECT_EQ(sample.rewritten(Strategy::Pair),
            "{\n  PGconn *c = repool_pq_open(url);\n  repool_pq_close(c);\n}\n");
}

TEST(Pair, LeavesTheGlobalQualifierAlone) {
  Sample sample("sqlite", HandleKind::LocalPointer, "{\n  ::sqlite3_open(path, &c);\n}\n");
  sample.open("::sqlite3_open(path, &c);", "sqlite3_open(path, &c)", OpenForm::Statement,
              {"path", "&c"});
  sample.handle.opens.back().call.begin -= 2;
  EXPECT_EQ(sample.rewritten(Strategy::Pair), "{\n  ::repool_sqlite_open(path, &c);\n}\n");
}

TEST(Pair, RefusesWhatAMacroSpells) {
  Sample sample = declared("{\n  PGconn *c = PQconnectdb(url);\n  CLOSE(c);\n}\n");
  sample.close("CLOSE(c)", AfterClose::Nothing);
  sample.handle.closes.back().closer = "PQfinish";
  EXPECT_EQ(sample.rewritten(Strategy::Pair),
            "RP401: 'PQfinish' is not spelled where it is called");
}

TEST(Pair, TakesTheClosesOfAHelper) {
  const std::string text = "void done(PGconn *c) { PQfinish(c); }\n";
  ParameterFact helper;
  helper.file = "/p/b.c";
  Close close;
  close.closer = "PQfinish";
  close.call = {23, 34};
  helper.closes = {close};
  EditGroup group;
  EXPECT_FALSE(addHelper(group, helper, driver("libpq"), text));
  EXPECT_EQ(applyEdits(text, group.edits), "void done(PGconn *c) { repool_pq_close(c); }\n");
  EXPECT_EQ(group.includes, (std::vector<IncludeEdit>{{"/p/b.c", "repool/pq.h"}}));
}

} // namespace

} // namespace repool
