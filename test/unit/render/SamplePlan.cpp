#include "SamplePlan.h"

namespace repool {

Decision decision(const std::string &file, unsigned line, Verdict verdict, Strategy strategy,
                  const std::string &code, const std::string &reason) {
  Decision decision;
  decision.place = {file, line, 3};
  decision.driver = "libpq";
  decision.function = "app::title";
  decision.verdict = verdict;
  decision.strategy = strategy;
  decision.code = code;
  decision.reason = reason;
  if (verdict == Verdict::Rewritten)
    decision.group = "src/a.cpp:2:3";
  return decision;
}

std::string sampleText(const std::string &file) {
  if (file != "/app/src/a.cpp")
    return "";
  return "// \xc3\xa9\n/* \xc3\xa9 */ open();\nclose();\n";
}

Plan samplePlan() {
  const std::string a = "/app/src/a.cpp", b = "/app/src/b c.cpp";
  Plan plan;
  plan.root = "/app";
  plan.toolVersion = "0.1.0";
  plan.decisions = {
      decision(a, 2, Verdict::Rewritten, Strategy::Lease, "", ""),
      decision(a, 40, Verdict::Review, Strategy::None, "RP202", "'conn' is stored in 'Cache::db'"),
      decision(b, 7, Verdict::Rewritten, Strategy::Pair, "", ""),
      decision(b, 8, Verdict::Kept, Strategy::None, "RP101", "'conn' is opened once in main"),
      decision(b, 1200, Verdict::Suppressed, Strategy::None, "RP701", "NOLINT on line 1199")};
  plan.decisions[0].facts = {"'conn' is closed on both ways out", "nothing else holds it"};
  Edit open{a, {15, 21}, "borrow()"}, close{a, {22, 31}, ""};
  plan.groups = {{"src/a.cpp:2:3", {open, close}, {{a, "repool/pq.h"}}}};
  plan.edits[a] = {{a, {0, 0}, "#include \"repool/pq.h\"\n"}, open, close};
  plan.units.parsed = 3;
  plan.units.skipped = {{"/app/src/c.cpp", "names no connection call"}};
  plan.units.failed = {{"/app/src/d.cpp", "'missing.h' file not found"}};
  return plan;
}

} // namespace repool
