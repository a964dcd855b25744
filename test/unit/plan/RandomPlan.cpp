#include "RandomPlan.h"

#include <algorithm>
#include <sstream>

namespace repool {

namespace {

/// Makes values; what it makes depends on the seed only.
class Dice {
public:
  explicit Dice(unsigned seed) : engine_(seed) {}

  unsigned upTo(unsigned most) { return static_cast<unsigned>(engine_() % (most + 1)); }

  std::string text() {
    static const std::vector<std::string> pieces = {"conn",
                                                    " ",
                                                    "\n",
                                                    "\r\n",
                                                    "\t",
                                                    "\"",
                                                    "\\",
                                                    "'",
                                                    "é",
                                                    "漢字",
                                                    "%",
                                                    "{",
                                                    "]",
                                                    ",",
                                                    "/",
                                                    ":",
                                                    "\xff",
                                                    std::string(1, '\0'),
                                                    "\xc3",
                                                    "\x1b[31m",
                                                    "u0000",
                                                    "<!--",
                                                    "\xef\xbb\xbf",
                                                    "PGconn *"};
    std::string result;
    for (unsigned left = upTo(6); left > 0; --left)
      result += pieces[upTo(static_cast<unsigned>(pieces.size()) - 1)];
    return result;
  }

  std::string file() {
    static const std::vector<std::string> names = {"a.cpp",  "src/b c.cpp", "src/é.h",
                                                   "x\ny.c", "\xff.c",      "..a/...b"};
    std::string name = names[upTo(static_cast<unsigned>(names.size()) - 1)];
    return (upTo(4) == 0 ? "/elsewhere/" : "/home/me/app/") + name;
  }

  std::vector<std::string> texts() {
    std::vector<std::string> result(upTo(3));
    std::generate(result.begin(), result.end(), [&] { return text(); });
    return result;
  }

  std::vector<Edit> edits(const std::string &file, std::uint64_t &end) {
    std::vector<Edit> result;
    std::uint32_t at = 0;
    for (unsigned left = upTo(4); left > 0; --left) {
      std::uint32_t begin = at + upTo(20);
      at = begin + upTo(9);
      result.push_back({file, {begin, at}, text()});
    }
    end = at + upTo(5);
    return result;
  }

  std::string sha256() {
    std::string result(64, '0');
    for (char &c : result)
      c = "0123456789abcdef"[upTo(15)];
    return result;
  }

private:
  std::mt19937 engine_;
};

} // namespace

Plan randomPlan(unsigned seed) {
  Dice dice(seed);
  Plan plan;
  plan.toolVersion = dice.text();
  plan.root = "/home/me/app";
  for (unsigned left = dice.upTo(4); left > 0; --left) {
    std::string file = dice.file();
    std::uint64_t size = 0;
    auto edits = dice.edits(file, size);
    if (plan.edits.try_emplace(file, std::move(edits)).second)
      plan.files.push_back({file, dice.sha256(), size});
  }
  for (unsigned left = dice.upTo(3); left > 0; --left) {
    std::uint64_t size = 0;
    std::string file = dice.file();
    plan.groups.push_back(
        {dice.text() + std::to_string(left), dice.edits(file, size), {{dice.file(), dice.text()}}});
  }
  for (unsigned left = dice.upTo(6); left > 0; --left) {
    Decision decision;
    decision.place = {dice.file(), dice.upTo(9000), dice.upTo(200)};
    decision.driver = dice.text();
    decision.function = dice.text();
    decision.verdict = static_cast<Verdict>(dice.upTo(3));
    decision.strategy = static_cast<Strategy>(dice.upTo(3));
    decision.code = dice.text();
    decision.reason = dice.text();
    decision.hint = dice.text();
    if (decision.verdict == Verdict::Rewritten && !plan.groups.empty())
      decision.group = plan.groups.front().id;
    decision.facts = dice.texts();
    plan.decisions.push_back(std::move(decision));
  }
  std::sort(plan.decisions.begin(), plan.decisions.end(),
            [](const Decision &a, const Decision &b) { return a.place < b.place; });
  plan.notes = dice.texts();
  plan.bundledRuntime = dice.upTo(1) == 1;
  plan.units.parsed = dice.upTo(5000);
  for (unsigned left = dice.upTo(2); left > 0; --left) {
    plan.units.skipped.push_back({dice.file(), dice.text()});
    plan.units.failed.push_back({dice.file(), dice.text()});
  }
  return plan;
}

namespace {

/// One line per field: `name=<length>:value`, so that no two plans look the same.
class Lines {
public:
  void add(std::string_view name, std::string_view value) {
    out_ << name << '=' << value.size() << ':' << value << '\n';
  }

  void add(std::string_view name, std::uint64_t value) { add(name, std::to_string(value)); }

  void add(std::string_view name, const Edit &edit) {
    add(name, edit.file);
    add("begin", edit.span.begin);
    add("end", edit.span.end);
    add("text", edit.text);
  }

  std::string str() const { return out_.str(); }

private:
  std::ostringstream out_;
};

} // namespace

std::string everyField(const Plan &plan) {
  Lines lines;
  lines.add("tool", plan.toolVersion);
  lines.add("root", plan.root);
  for (const Decision &decision : plan.decisions) {
    lines.add("decision", decision.place.file);
    lines.add("line", decision.place.line);
    lines.add("column", decision.place.column);
    lines.add("driver", decision.driver);
    lines.add("function", decision.function);
    lines.add("verdict", toString(decision.verdict));
    lines.add("strategy", toString(decision.strategy));
    lines.add("code", decision.code);
    lines.add("reason", decision.reason);
    lines.add("hint", decision.hint);
    lines.add("group", decision.group);
    for (const std::string &fact : decision.facts)
      lines.add("fact", fact);
  }
  for (const EditGroup &group : plan.groups) {
    lines.add("id", group.id);
    for (const Edit &edit : group.edits)
      lines.add("groupEdit", edit);
    for (const IncludeEdit &include : group.includes) {
      lines.add("include", include.file);
      lines.add("header", include.header);
    }
  }
  for (const auto &[file, edits] : plan.edits) {
    lines.add("edits", file);
    for (const Edit &edit : edits)
      lines.add("edit", edit);
  }
  for (const PlannedFile &file : plan.files) {
    lines.add("file", file.path);
    lines.add("sha256", file.sha256);
    lines.add("size", file.size);
  }
  for (const std::string &note : plan.notes)
    lines.add("note", note);
  lines.add("bundled", plan.bundledRuntime);
  lines.add("parsed", plan.units.parsed);
  for (const SkippedUnit &unit : plan.units.skipped) {
    lines.add("skipped", unit.file);
    lines.add("why", unit.reason);
  }
  for (const FailedUnit &unit : plan.units.failed) {
    lines.add("failed", unit.file);
    lines.add("message", unit.message);
  }
  return lines.str();
}

} // namespace repool
