#include "llvm/ADT/StringExtras.h"
#include "plan/CheckPlan.h"
#include "plan/Fields.h"
#include "plan/Paths.h"
#include "plan/PlanFile.h"

#include <array>

namespace repool {

namespace {

namespace json = llvm::json;

llvm::Error sentence(const llvm::Twine &text) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), text);
}

/// Reads one plan; the root is known from its first field on.
class Reader {
public:
  Plan read(const Node &node);

private:
  std::string path(const Node &node) const;
  Edit edit(Fields &fields, std::string file) const;
  Decision decision(const Node &node) const;
  EditGroup group(const Node &node) const;
  void edits(const Node &node);
  PlannedFile file(const Node &node) const;
  UnitTotals units(const Node &node) const;

  Plan plan_;
};

std::string Reader::path(const Node &node) const {
  std::string text = node.text();
  if (text.empty())
    return text;
  std::optional<std::string> absolute = absoluteFromRoot(plan_.root, text);
  if (!absolute)
    node.fail("'" + text + "' is not a path below the root, nor a canonical one");
  return absolute.value_or("");
}

Edit Reader::edit(Fields &fields, std::string file) const {
  Edit edit;
  edit.file = std::move(file);
  edit.span.begin = static_cast<std::uint32_t>(fields.take("begin").number());
  edit.span.end = static_cast<std::uint32_t>(fields.take("end").number());
  edit.text = fields.take("text").text();
  fields.done();
  return edit;
}

/// The enumerator whose word \p node holds.
template <class Enum, std::size_t Size>
Enum word(const Node &node, const std::array<Enum, Size> &all) {
  std::string text = node.text();
  std::string known;
  for (Enum each : all) {
    if (text == toString(each))
      return each;
    known += (known.empty() ? "'" : ", '") + std::string(toString(each)) + "'";
  }
  node.fail("expected one of " + known + ", not '" + text + "'");
  return all.front();
}

Decision Reader::decision(const Node &node) const {
  Fields fields(node);
  Decision decision;
  decision.place.file = path(fields.take("file"));
  decision.place.line = static_cast<unsigned>(fields.take("line").number());
  decision.place.column = static_cast<unsigned>(fields.take("column").number());
  decision.driver = fields.take("driver").text();
  decision.function = fields.take("function").text();
  decision.verdict = word(fields.take("verdict"), std::array{Verdict::Rewritten, Verdict::Review,
                                                             Verdict::Kept, Verdict::Suppressed});
  if (Node strategy = fields.take("strategy"); !strategy.isNull())
    decision.strategy = word(strategy, std::array{Strategy::Wrap, Strategy::Lease, Strategy::Pair});
  decision.code = fields.take("code").text();
  decision.reason = fields.take("reason").text();
  decision.hint = fields.take("hint").text();
  decision.group = fields.take("group").text();
  fields.take("facts").list([&](const Node &fact) { decision.facts.push_back(fact.text()); });
  fields.done();
  return decision;
}

EditGroup Reader::group(const Node &node) const {
  Fields fields(node);
  EditGroup group;
  group.id = fields.take("id").text();
  fields.take("edits").list([&](const Node &each) {
    Fields inner(each);
    std::string file = path(inner.take("file"));
    group.edits.push_back(edit(inner, std::move(file)));
  });
  fields.take("includes").list([&](const Node &each) {
    Fields inner(each);
    std::string file = path(inner.take("file"));
    group.includes.push_back({std::move(file), inner.take("header").text()});
    inner.done();
  });
  fields.done();
  return group;
}

void Reader::edits(const Node &node) {
  Fields fields(node);
  Node name = fields.take("file");
  std::string file = path(name);
  auto [entry, isNew] = plan_.edits.try_emplace(file);
  if (!isNew)
    name.fail("'" + file + "' has edits twice");
  fields.take("edits").list([&](const Node &each) {
    Fields inner(each);
    entry->second.push_back(edit(inner, file));
  });
  fields.done();
}

PlannedFile Reader::file(const Node &node) const {
  Fields fields(node);
  PlannedFile file;
  file.path = path(fields.take("file"));
  file.sha256 = fields.take("sha256").text();
  file.size = fields.take("size").number(std::numeric_limits<std::uint64_t>::max());
  fields.done();
  return file;
}

UnitTotals Reader::units(const Node &node) const {
  Fields fields(node);
  UnitTotals units;
  units.parsed = static_cast<unsigned>(fields.take("parsed").number());
  fields.take("skipped").list([&](const Node &each) {
    Fields inner(each);
    std::string file = path(inner.take("file"));
    units.skipped.push_back({std::move(file), inner.take("reason").text()});
    inner.done();
  });
  fields.take("failed").list([&](const Node &each) {
    Fields inner(each);
    std::string file = path(inner.take("file"));
    units.failed.push_back({std::move(file), inner.take("message").text()});
    inner.done();
  });
  fields.done();
  return units;
}

Plan Reader::read(const Node &node) {
  Fields fields(node);
  Node version = fields.take("version");
  if (std::uint64_t number = version.number(); number != 1)
    version.fail("this repool reads plans of version 1, not " + std::to_string(number));
  plan_.toolVersion = fields.take("tool").text();
  plan_.root = fields.take("root").text();
  fields.take("decisions").list([&](const Node &each) {
    plan_.decisions.push_back(decision(each));
  });
  fields.take("groups").list([&](const Node &each) { plan_.groups.push_back(group(each)); });
  fields.take("edits").list([&](const Node &each) { edits(each); });
  fields.take("files").list([&](const Node &each) { plan_.files.push_back(file(each)); });
  fields.take("notes").list([&](const Node &each) { plan_.notes.push_back(each.text()); });
  plan_.bundledRuntime = fields.take("bundledRuntime").isTrue();
  plan_.units = units(fields.take("units"));
  fields.done();
  return std::move(plan_);
}

/// LLVM's parser recurses per bracket; a file of brackets must not exhaust the stack.
std::optional<std::string> tooDeep(std::string_view text) {
  constexpr unsigned Most = 64;
  unsigned depth = 0, line = 1, column = 0;
  bool inString = false;
  for (std::size_t i = 0; i < text.size(); ++i, ++column) {
    char c = text[i];
    if (c == '\n')
      ++line, column = 0;
    else if (inString && c == '\\')
      ++i, ++column;
    else if (c == '"')
      inString = !inString;
    else if (!inString && (c == '[' || c == '{') && ++depth > Most)
      return std::to_string(line) + ":" + std::to_string(column) + ": nested too deep for a plan";
    else if (!inString && (c == ']' || c == '}') && depth > 0)
      --depth;
  }
  return std::nullopt;
}

/// `[3:14, byte=40]: Expected ,` as LLVM says it -> `3:14: expected ,`.
std::string syntaxMessage(llvm::Error error) {
  std::string text = llvm::toString(std::move(error));
  llvm::StringRef rest = text;
  if (!rest.consume_front("["))
    return text;
  auto [position, message] = rest.split("]: ");
  std::string lower = message.trim().str();
  if (!lower.empty())
    lower[0] = llvm::toLower(lower[0]);
  return position.split(',').first.str() + ": " + lower;
}

} // namespace

llvm::Expected<Plan> readPlan(std::string_view text, std::string_view name) {
  std::string prefix = std::string(name) + ":";
  if (auto deep = tooDeep(text))
    return sentence(prefix + *deep);
  llvm::Expected<json::Value> value = json::parse(text);
  if (!value)
    return sentence(prefix + syntaxMessage(value.takeError()));
  Failure failure;
  Plan plan = Reader().read(Node(*value, failure));
  if (failure)
    return sentence(prefix + " " + (failure.where.empty() ? "" : failure.where + ": ") +
                    failure.what);
  if (auto wrong = whatIsWrong(plan))
    return sentence(prefix + " " + *wrong);
  return plan;
}

} // namespace repool
