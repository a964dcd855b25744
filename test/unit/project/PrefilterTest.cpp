#include "project/Prefilter.h"

#include "TempTree.h"

#include <algorithm>
#include <filesystem>
#include <gtest/gtest.h>
#include <map>

namespace repool {

namespace {

using test::TempTree;
using Files = std::map<std::string, std::string>;

/// As driverTokens() gives them for libpq and libpqxx.
const std::vector<std::string> Tokens = {"PGconn",     "PQconnectdb", "PQfinish",
                                         "connection", "pg_conn",     "pqxx::connection"};

bool isUnit(const std::string &name) {
  return name.ends_with(".cpp") || name.ends_with(".c");
}

std::string joined(const std::vector<std::string> &words) {
  std::string result;
  for (const std::string &word : words)
    result += (result.empty() ? "" : " ") + word;
  return result;
}

/// One unit per .c and .cpp file, in the order of the names.
std::vector<CompileUnit> unitsOf(const TempTree &tree, const Files &files,
                                 const std::vector<std::string> &flags) {
  std::vector<CompileUnit> units;
  for (const auto &[name, text] : files)
    if (isUnit(name)) {
      CompileUnit unit{tree.path(name), tree.root(), {"c++"}};
      unit.arguments.insert(unit.arguments.end(), flags.begin(), flags.end());
      unit.arguments.push_back(name);
      units.push_back(unit);
    }
  return units;
}

/// The units that are parsed, by name: "a.cpp c.cpp".
std::string parsed(const Files &files, const std::vector<std::string> &flags = {"-I."}) {
  const TempTree tree;
  for (const auto &[name, text] : files)
    tree.write(name, text);
  const auto units = unitsOf(tree, files, flags);
  SourceStore sources;
  const PrefilterResult result = prefilter(units, Tokens, tree.root(), sources);
  EXPECT_EQ(result.parse.size() + result.skipped.size(), units.size());
  std::vector<std::string> names;
  for (const std::size_t unit : result.parse)
    names.push_back(units[unit].file.substr(tree.root().size() + 1));
  return joined(names);
}

/// What stands in header h.h, and the use in u.cpp that only the header explains. The unit m.cpp
/// includes the header first, so that u.cpp is not merely the unit that covers it.
void expectFound(const std::string &header, const std::string &use) {
  EXPECT_EQ(parsed({{"h.h", header},
                    {"m.cpp", "#include \"h.h\"\nPGconn *direct;\n"},
                    {"n.cpp", "#include \"h.h\"\nint nothing;\n"},
                    {"u.cpp", "#include \"h.h\"\n" + use}}),
            "m.cpp u.cpp")
      << header << use;
}

// --- the main file itself

TEST(Prefilter, TakesUnitsThatNameAToken) {
  EXPECT_EQ(parsed({{"a.c", "void f() { PQfinish(c); }"}, {"b.c", "int main() {}"}}), "a.c");
}

TEST(Prefilter, MatchesWholeIdentifiersOnly) {
  EXPECT_EQ(parsed({{"a.c", "myPQfinish(c); PQfinished(c); PQfinish_(c); \xC3\xA4PQfinish(c);"}}),
            "");
}

TEST(Prefilter, MatchesAcrossAnEscapedLineEnd) {
  EXPECT_EQ(parsed({{"a.c", "PQfin\\\nish(c);"}, {"b.c", "PQfin\\\r\nish(c);"}}), "a.c b.c");
}

TEST(Prefilter, ReadsCrlfAndBom) {
  EXPECT_EQ(parsed({{"a.c", "\xEF\xBB\xBFPGconn *c;\r\n"},
                    {"b.c", "\xEF\xBB\xBF#include \"h.h\"\r\nint x = OPEN;\r\n"},
                    {"h.h", "\xEF\xBB\xBF#define OPEN \\\r\n  PQconnectdb(0)\r\n"}}),
            "a.c b.c");
}

TEST(Prefilter, LeavesUnreadableUnitsToTheParser) {
  const TempTree tree;
  SourceStore sources;
  const std::vector<CompileUnit> units = {{tree.path("gone.c"), tree.root(), {"cc", "gone.c"}}};
  EXPECT_EQ(prefilter(units, Tokens, tree.root(), sources).parse.size(), 1U);
}

TEST(Prefilter, AScopedTokenNeedsItsScope) {
  EXPECT_EQ(parsed({{"a.cpp", "struct connection {}; connection c;"},
                    {"b.cpp", "#include <pqxx/pqxx>\nusing namespace pqxx;\nconnection c(url);"},
                    {"c.cpp", "#include \"all.h\"\npqxx :: /**/ connection c(url);"},
                    {"d.cpp", "#include \"all.h\"\nint x;"},
                    {"all.h", "#include <pqxx/connection.hxx>\n"}}),
            "b.cpp c.cpp");
}

TEST(Prefilter, OfSeveralScopesTheOutermostIsNeeded) {
  const TempTree tree;
  tree.write("sql.h", "namespace s = sql; s::Driver *driver();");
  tree.write("other.h", "class Driver; // for mysql\n");
  std::vector<CompileUnit> units;
  for (const auto &[name, text] :
       {std::pair{"a.cpp", "#include \"sql.h\"\nauto *c = driver()->connect(url);"},
        {"b.cpp", "#include \"other.h\"\nint x = connect(socket, address);"}})
    units.push_back({tree.write(name, text), tree.root(), {"c++", name}});
  SourceStore sources;
  EXPECT_EQ(prefilter(units, {"sql::Driver::connect", "sql::mysql::Driver::connect"}, tree.root(),
                      sources)
                .parse,
            std::vector<std::size_t>{0});
}

TEST(Prefilter, FollowsTheScopeThroughHeaders) {
  expectFound("#include <pqxx/pqxx>\nusing namespace pqxx;\n", "connection c(url);");
  expectFound("#include <pqxx/pqxx>\nnamespace pq = pqxx;\n", "pq::connection c(url);");
}

// --- another name for a token, in a header

TEST(Prefilter, FollowsAliases) {
  expectFound("#include <pqxx/pqxx>\nusing Conn = pqxx::connection;\n", "Conn c(url);");
  expectFound("using Ptr = std::unique_ptr<PGconn, Close>;", "Ptr p;");
  expectFound("template <class T> using P = std::pair<PGconn *, T>;", "P<int> p;");
  expectFound("namespace a { struct S { using Conn = PGconn; }; }", "a::S::Conn *c;");
}

TEST(Prefilter, FollowsTypedefs) {
  expectFound("typedef PGconn *Handle;", "Handle h;");
  expectFound("typedef struct pg_conn\n   Raw,\n   *RawPtr;", "RawPtr h;");
  expectFound("typedef struct pg_conn\n   Raw,\n   *RawPtr;", "Raw *h;");
  expectFound("typedef PGconn *(*Opener)(const char *);", "Opener o;");
  expectFound("typedef void Closer(PGconn *);", "Closer *o;");
}

TEST(Prefilter, FollowsDerivedClasses) {
  expectFound("#include <pqxx/pqxx>\nstruct Db : pqxx::connection { };\n", "Db db;");
  expectFound("#include <pqxx/pqxx>\nclass EXPORT(x) Db final\n  : public pqxx::connection\n{ };",
              "Db d;");
  expectFound("#include <pqxx/pqxx>\ntemplate <class T> struct Db : T, pqxx::connection { };",
              "Db<X> d;");
}

TEST(Prefilter, FollowsMacros) {
  expectFound("#define DB_CLOSE(c) PQfinish(c)\n", "void f() { DB_CLOSE(c); }");
  expectFound("#define RAW_CLOSE(c) PQfinish(c)\n#define DB_CLOSE(c) \\\n  do { \\\n    "
              "RAW_CLOSE(c); } while (0)\n",
              "DB_CLOSE(c);");
  expectFound("#  define /* why */ DB_TYPE PGconn\n", "DB_TYPE *c;");
}

TEST(Prefilter, FollowsMacrosOfTheCommandLine) {
  EXPECT_EQ(parsed({{"a.c", "DB_OPEN(0);"}, {"b.c", "int x;"}}, {"-DDB_OPEN=PQconnectdb"}), "a.c");
  EXPECT_EQ(parsed({{"a.c", "DB_OPEN(0);"}}, {"-D", "DB_OPEN(x)=PQconnectdb(x)"}), "a.c");
}

TEST(Prefilter, FollowsFunctionsInHeaders) {
  expectFound("inline auto open() { return PQconnectdb(\"\"); }", "auto c = open();");
  expectFound("template <typename T> T with(T t) { t = PQconnectdb(\"\"); return t; }", "with(1);");
  expectFound("template <> int with<int>(int t) { PQconnectdb(\"\"); }", "with(1);");
  expectFound("PGconn *openDb(const char *dsn);", "auto c = openDb(0);");
  expectFound("static inline auto first() { return PQconnectdb(\"\"); }\n"
              "static inline auto second() { return first(); }",
              "auto c = second();");
  expectFound("auto (*hook)(int) = &PQconnectdb;", "hook(1);");
  expectFound("inline auto lambda = [](int) { return PQconnectdb(\"\"); };", "lambda(1);");
  expectFound("extern PGconn *g_conn;", "close(g_conn);");
}

TEST(Prefilter, FollowsMembersOfClassesInHeaders) {
  expectFound("class Db { public: Db(); ~Db() { PQfinish(c_); } };", "Db d;");
  expectFound("struct Closer { template <class T> void operator()(T c) const { PQfinish(c); } };",
              "std::unique_ptr<X, Closer> p;");
  expectFound("struct S { S() : a_{1}, b_{PQconnectdb(\"\")} { run(); } };", "S s;");
  expectFound("struct S { auto handle() const noexcept -> PGconn * { return c_; } };",
              "x.handle();");
}

TEST(Prefilter, AMembersNameMeansNothingInFilesThatDoNotSeeItsClass) {
  const std::string db = "class Db { PGconn *get() { return c_; } };";
  const std::string json = "inline int size() { return p.get(); }";
  EXPECT_EQ(parsed({{"db.h", db},
                    {"json.h", json},
                    {"m.cpp", "#include \"db.h\"\nPGconn *x;"},
                    {"u.cpp", "#include \"db.h\"\n#include \"json.h\"\nint x = size();"}}),
            "m.cpp");
  EXPECT_EQ(parsed({{"db.h", db},
                    {"json.h", "#include \"db.h\"\n" + json},
                    {"m.cpp", "#include \"db.h\"\nPGconn *x;"},
                    {"u.cpp", "#include \"json.h\"\nint x = size();"}}),
            "m.cpp u.cpp");
  EXPECT_EQ(parsed({{"db.h", db},
                    {"json.h", "inline int size(Db &p) { return p.get(); }"},
                    {"m.cpp", "#include \"db.h\"\nPGconn *x;"},
                    {"u.cpp", "#include \"db.h\"\n#include \"json.h\"\nint x = size(y);"}}),
            "m.cpp u.cpp");
}

TEST(Prefilter, ADataMemberIsNoNewName) {
  EXPECT_EQ(parsed({{"h.h", "struct Ctx { int n; PGconn *conn; };"},
                    {"m.c", "#include \"h.h\"\nPGconn *x;"},
                    {"n.c", "#include \"h.h\"\nint f(struct Ctx *c) { return c->n; }"}}),
            "m.c");
}

TEST(Prefilter, FollowsNamesThroughSeveralHeaders) {
  EXPECT_EQ(parsed({{"a.h", "#pragma once\nusing A = PGconn;"},
                    {"b.h", "#pragma once\n#include \"a.h\"\nusing B = A;"},
                    {"c.h", "#include \"b.h\"\n#define MAKE(x) B *x"},
                    {"m.cpp", "#include \"c.h\"\nPGconn *x;"},
                    {"n.cpp", "#include \"c.h\"\n"},
                    {"u.cpp", "#include \"c.h\"\nvoid f() { MAKE(y); }"}}),
            "m.cpp u.cpp");
}

TEST(Prefilter, ANameMeansNothingWhereItIsNotIncluded) {
  EXPECT_EQ(parsed({{"h.h", "using Conn = PGconn;"},
                    {"m.cpp", "#include \"h.h\"\nPGconn *x;"},
                    {"other.cpp", "struct Conn {}; Conn c;"}}),
            "m.cpp");
}

TEST(Prefilter, SurvivesBranchesThatOpenDifferentBraces) {
  expectFound("#ifdef A\nvoid f(int) {\n#else\nvoid f() {\n#endif\n}\n"
              "inline auto open() { return PQconnectdb(\"\"); }",
              "auto c = open();");
}

TEST(Prefilter, ParsesAllIncludersOfTextItCannotFollow) {
  EXPECT_EQ(parsed({{"h.h", "#if 0\n{{{\n#endif\nPGconn *x();"},
                    {"a.c", "#include \"h.h\"\n"},
                    {"b.c", "#include \"h.h\"\n"},
                    {"c.c", ""}}),
            "a.c b.c");
  EXPECT_EQ(parsed({{"h.h", "X operator+(PGconn &, int);"},
                    {"a.c", "#include \"h.h\"\n"},
                    {"b.c", "#include \"h.h\"\n"}}),
            "a.c b.c");
}

TEST(Prefilter, TextItCannotFollowMattersOnlyToUnitsThatSeeTheToken) {
  // `Conn` is a token where conn.h is seen; h.h and o.h mean another one.
  const Files others = {
      {"conn.h", "using Conn = PGconn;"},   {"h.h", "#if 0\n{{{\n#endif\nstruct Conn; Conn *x();"},
      {"o.h", "X operator+(Conn &, int);"}, {"m.cpp", "#include \"conn.h\"\nConn *c;"},
      {"u.cpp", "#include \"h.h\"\n"},      {"v.cpp", "#include \"o.h\"\n"}};
  EXPECT_EQ(parsed(others), "m.cpp");
  Files seen = others;
  seen["u.cpp"] = "#include \"conn.h\"\n#include \"h.h\"\n";
  seen["v.cpp"] = "#include \"conn.h\"\n#include \"o.h\"\n";
  EXPECT_EQ(parsed(seen), "m.cpp u.cpp v.cpp");
}

// --- token pasting

TEST(Prefilter, PastingThatMakesATokenTakesAllIncluders) {
  const Files files = {{"p.h", "#define CALL(x) PQ ## x\n"},
                       {"a.c", "#include \"p.h\"\nCALL(finish)(c);"},
                       {"b.c", "#include \"p.h\"\n"},
                       {"c.c", "int x;"}};
  EXPECT_EQ(parsed(files), "a.c b.c");
}

TEST(Prefilter, PastingOfOtherNamesTakesNone) {
  EXPECT_EQ(parsed({{"p.h", "#define T(x) test_##x\n#define CAT(a, b) a##b\n"},
                    {"a.c", "#include \"p.h\"\nT(one) CAT(x, __LINE__)"}}),
            "");
}

TEST(Prefilter, PastingThatMakesAnAliasMattersOnlyToUnitsThatSeeIt) {
  Files files = {{"conn.h", "using my_conn = PGconn;"},
                 {"p.h", "#define MY(x) my_##x\n"},
                 {"m.cpp", "#include \"conn.h\"\nmy_conn *c;"},
                 {"u.cpp", "#include \"p.h\"\nint MY(count);"}};
  EXPECT_EQ(parsed(files), "m.cpp");
  files["u.cpp"] = "#include \"conn.h\"\n#include \"p.h\"\nMY(conn) *c;";
  EXPECT_EQ(parsed(files), "m.cpp u.cpp");
}

TEST(Prefilter, JoiningMacrosAreFollowedToTheirArguments) {
  const std::string macros = "#define CAT_(a, b) a##b\n#define CAT(a, b) CAT_(a, b)\n";
  EXPECT_EQ(parsed({{"p.h", macros},
                    {"a.c", "#include \"p.h\"\nCAT(PQ, finish)(c);"},
                    {"b.c", "#include \"p.h\"\n"}}),
            "a.c");
  EXPECT_EQ(parsed({{"p.h", macros + "#define OP(x) CAT(PQ, x)\n"},
                    {"a.c", "#include \"p.h\"\nOP(finish)(c);"},
                    {"b.c", "#include \"p.h\"\n"}}),
            "a.c b.c");
}

// --- headers and who brings them in

TEST(Prefilter, AMatchingHeaderBringsInOneUnit) {
  EXPECT_EQ(parsed({{"h.h", "inline void only_here() { PQfinish(0); }"},
                    {"a.c", "#include \"h.h\"\n"},
                    {"b.c", "#include \"h.h\"\n"}}),
            "a.c");
}

TEST(Prefilter, AHeaderWithoutUnitsBringsInNone) {
  EXPECT_EQ(parsed({{"h.h", "inline void f() { PQfinish(0); }"}, {"a.c", "int x;"}}), "");
}

TEST(Prefilter, AnIncludeUnderAConditionCoversNothing) {
  EXPECT_EQ(parsed({{"h.h", "inline void here() { PQfinish(0); }"},
                    {"a.c", "#ifdef NEVER\n#include \"h.h\"\n#endif\nPGconn *x;"},
                    {"b.c", "#include \"h.h\"\n"}}),
            "a.c b.c");
}

TEST(Prefilter, HeadersOfOneNameAreCoveredEach) {
  EXPECT_EQ(parsed({{"a/util.h", "inline void fa() { PQfinish(0); }"},
                    {"b/util.h", "inline void fb() { PQfinish(0); }"},
                    {"a/x.c", "#include \"util.h\"\n"},
                    {"b/y.c", "#include \"util.h\"\n"}}),
            "a/x.c b/y.c");
}

TEST(Prefilter, AConditionalHeaderIsParsedOncePerSetOfFlags) {
  const TempTree tree;
  tree.write("h.h", "#pragma once\n#ifdef SERVER\ninline void s() { PQfinish(0); }\n#endif\n");
  std::vector<CompileUnit> units;
  for (const auto &[name, flag] : {std::pair{"a.c", "-DX"}, {"b.c", "-DX"}, {"c.c", "-DSERVER"}})
    units.push_back({tree.write(name, "#include \"h.h\"\n"), tree.root(), {"cc", flag, name}});
  SourceStore sources;
  EXPECT_EQ(prefilter(units, Tokens, tree.root(), sources).parse, (std::vector<std::size_t>{0, 2}));
}

TEST(Prefilter, FollowsCyclesOfIncludes) {
  EXPECT_EQ(parsed({{"a.h", "#include \"b.h\"\n"},
                    {"b.h", "#include \"a.h\"\n#define OPEN PQconnectdb\n"},
                    {"m.c", "#include \"a.h\"\nOPEN(0);"},
                    {"n.c", "#include \"b.h\"\nPGconn *x;"}}),
            "m.c n.c");
}

TEST(Prefilter, FollowsEverySpellingOfAnInclude) {
  const std::string header = "#define OPEN PQconnectdb\n";
  for (const char *line :
       {"#include \"db/h.h\"", "#include <db/h.h>", "  #  include \"./db/h.h\"",
        "#include \"../x/../db/h.h\"", "#import \"h.h\"", "#include_next <h.h>",
        "%:include \"h.h\"", "#include /* c */ \"h.h\" // why", "/* c */ #include \"h.h\""})
    EXPECT_EQ(parsed({{"src/db/h.h", header}, {"a.c", std::string(line) + "\nint x = OPEN;"}}),
              "a.c")
        << line;
}

TEST(Prefilter, FollowsForcedIncludes) {
  const Files files = {
      {"f.h", "#define OPEN PQconnectdb\n"}, {"a.c", "OPEN(0);"}, {"b.c", "OPEN(1);"}};
  EXPECT_EQ(parsed(files, {"-include", "f.h"}), "a.c b.c");
  EXPECT_EQ(parsed(files, {}), "");
}

TEST(Prefilter, FollowsIncludesNamedByMacros) {
  EXPECT_EQ(parsed({{"h.h", "#define OPEN PQconnectdb\n"},
                    {"a.c", "#define H \"h.h\"\n#include H\nOPEN(0);"}}),
            "a.c");
  EXPECT_EQ(parsed({{"h.h", "#define OPEN PQconnectdb\n"}, {"a.c", "#include H\nOPEN(0);"}},
                   {"-DH=\"h.h\""}),
            "a.c");
  // What it names cannot be told: the unit is parsed.
  EXPECT_EQ(parsed({{"a.c", "#include UNKNOWN\n"}, {"b.c", "#include MAKE(x)\n"}, {"c.c", ""}}),
            "a.c b.c");
  // Prose, unless there is such a macro.
  EXPECT_EQ(parsed({{"a.c", "// --- #include from detail.h ---\n"}}), "");
  EXPECT_EQ(parsed({{"h.h", "#define OPEN PQconnectdb\n"},
                    {"a.c", "#define from \"h.h\"\n// #include from here\nOPEN(0);"}}),
            "a.c");
}

TEST(Prefilter, FollowsSymlinks) {
  const TempTree tree;
  tree.write("real/h.h", "#define OPEN PQconnectdb\n");
  tree.link("real", "include/db");
  tree.link("real", "real/loop");
  tree.link("real/h.h", "other/name.h");
  std::vector<CompileUnit> units;
  for (const char *name : {"a.c", "b.c"})
    units.push_back(
        {tree.write(name, std::string("#include ") + (name[0] == 'a' ? "<db/h.h>" : "\"name.h\"") +
                              "\nOPEN(0);"),
         tree.root(),
         {"cc", name}});
  SourceStore sources;
  EXPECT_EQ(prefilter(units, Tokens, tree.root(), sources).parse.size(), 2U);
}

TEST(Prefilter, ReadsNoFileOutsideTheRoot) {
  const TempTree outside;
  outside.write("h.h", "#define OPEN PQconnectdb\n");
  const TempTree tree;
  const std::string main = tree.write("a.c", "#include \"" + outside.path("h.h") + "\"\nOPEN(0);");
  SourceStore sources;
  EXPECT_TRUE(
      prefilter({{main, tree.root(), {"cc", "a.c"}}}, Tokens, tree.root(), sources).parse.empty());
}

// --- what it says

TEST(Prefilter, SkipsHaveReasonsAndTokensAreListed) {
  const TempTree tree;
  tree.write("h.h", "using Conn = PGconn;");
  std::vector<CompileUnit> units;
  for (const auto &[name, text] : Files{
           {"a.cpp", "#include \"h.h\"\nConn *c;"}, {"b.cpp", "#include \"h.h\"\n"}, {"c.cpp", ""}})
    units.push_back({tree.write(name, text), tree.root(), {"c++", name}});
  SourceStore sources;
  const PrefilterResult result = prefilter(units, Tokens, tree.root(), sources);
  ASSERT_EQ(result.skipped.size(), 2U);
  EXPECT_EQ(result.skipped[0].reason,
            "names no connection call; 'h.h', which does, is parsed with another unit");
  EXPECT_EQ(result.skipped[1].reason, "names no connection call");
  EXPECT_TRUE(std::ranges::binary_search(result.tokens, "Conn"));
  EXPECT_TRUE(std::ranges::is_sorted(result.tokens));
}

TEST(Prefilter, FindsTheUnitsOfAHeader) {
  const TempTree tree;
  const std::string header = tree.write("db/h.h", "");
  tree.write("all.h", "#include <db/h.h>\n");
  std::vector<CompileUnit> units;
  for (const auto &[name, text] :
       Files{{"a.c", "#include \"all.h\"\n"}, {"b.c", "#include \"h.h\"\n"}, {"c.c", "int x;"}})
    units.push_back({tree.write(name, text), tree.root(), {"cc", name}});
  SourceStore sources;
  EXPECT_EQ(unitsThatMayInclude(units, {header, units[2].file}, tree.root(), sources),
            (std::vector<std::vector<std::size_t>>{{0, 1}, {2}}));
}

} // namespace

} // namespace repool
