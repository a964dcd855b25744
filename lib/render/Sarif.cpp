/// \file
/// SARIF 2.1.0 for code scanning and editors.
///
/// All reason codes are rules, whether found or not, and `results` is there when empty: only then
/// do alerts of earlier runs close. Kept sites are no findings and are only counted; suppressed
/// ones are marked as such. URIs are relative to the root. A fix holds the whole group, so that it
/// is as atomic as apply is.
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/SHA256.h"
#include "llvm/Support/raw_ostream.h"
#include "render/Position.h"
#include "render/Render.h"
#include "render/Words.h"

#include <algorithm>

namespace repool {

namespace {

namespace json = llvm::json;

constexpr const char *RewriteRule = "RP001"; ///< sites that can be rewritten have no reason code

/// Percent-encodes what a URI's path may not hold; bytes of any encoding survive.
std::string uri(std::string_view path) {
  constexpr std::string_view Plain = "-._~/!$&'()*+,;=@";
  std::string result;
  for (char c : path) {
    if (llvm::isAlnum(c) || Plain.find(c) != std::string_view::npos)
      result += c;
    else
      result += "%" + llvm::toHex(llvm::StringRef(&c, 1));
  }
  return result;
}

json::Object message(std::string_view text) {
  return json::Object{{"text", json::fixUTF8(text)}};
}

json::Object rule(std::string_view code, std::string_view title, std::string_view hint,
                  std::string_view level) {
  return json::Object{{"id", std::string(code)},
                      {"shortDescription", message(title)},
                      {"fullDescription", message(title)},
                      {"help", message(hint)},
                      {"defaultConfiguration", json::Object{{"level", std::string(level)}}}};
}

json::Array rules() {
  json::Array result;
  result.push_back(rule(RewriteRule, "opens its own connection",
                        "repool diff shows how it would borrow one; repool apply writes it",
                        "warning"));
  for (const Reason &reason : reasons())
    result.push_back(rule(reason.code, reason.title, reason.hint,
                          reason.verdict == Verdict::Review ? "warning" : "note"));
  return result;
}

/// Builds the log of one plan; reads each file's text once.
class Log {
public:
  Log(const Plan &plan, const TextOf &texts) : plan_(plan), texts_(texts) {}

  json::Value build();

private:
  struct Source {
    std::string text;
    Positions positions;

    explicit Source(std::string content) : text(std::move(content)), positions(text) {}
  };

  const Source &source(const std::string &file);
  json::Object artifact(const std::string &file) const;
  json::Object location(const Place &place);
  json::Object replacement(const Edit &edit);
  json::Object fix(const EditGroup &group);
  std::vector<const Edit *> editsIn(const EditGroup &group, const std::string &file) const;
  json::Object result(const Decision &decision);
  json::Array results();
  json::Array notifications() const;

  const Plan &plan_;
  const TextOf &texts_;
  std::map<std::string, std::unique_ptr<Source>> sources_;
  std::map<std::string, unsigned> seen_; ///< how often a fingerprint's text came up
};

const Log::Source &Log::source(const std::string &file) {
  std::unique_ptr<Source> &source = sources_[file];
  if (!source)
    source = std::make_unique<Source>(texts_(file));
  return *source;
}

json::Object Log::artifact(const std::string &file) const {
  std::string shown = shownPath(plan_.root, file);
  if (shown.starts_with('/'))
    return json::Object{{"uri", "file://" + uri(shown)}};
  return json::Object{{"uri", uri(shown)}, {"uriBaseId", "%SRCROOT%"}};
}

json::Object Log::location(const Place &place) {
  json::Object region{
      {"startLine", std::max(place.line, 1U)},
      {"startColumn", source(place.file).positions.column(place.line, place.column)}};
  return json::Object{{"physicalLocation", json::Object{{"artifactLocation", artifact(place.file)},
                                                        {"region", std::move(region)}}}};
}

json::Object Log::replacement(const Edit &edit) {
  const Positions &positions = source(edit.file).positions;
  Position begin = positions.of(edit.span.begin), end = positions.of(edit.span.end);
  return json::Object{{"deletedRegion", json::Object{{"startLine", begin.line},
                                                     {"startColumn", begin.column},
                                                     {"endLine", end.line},
                                                     {"endColumn", end.column}}},
                      {"insertedContent", message(edit.text)}};
}

/// The group's own edits of \p file and, where it needs an include there, the edits that no group
/// has: those are the resolved includes.
std::vector<const Edit *> Log::editsIn(const EditGroup &group, const std::string &file) const {
  std::vector<const Edit *> result;
  for (const Edit &edit : group.edits)
    if (edit.file == file)
      result.push_back(&edit);
  auto wants = [&](const IncludeEdit &include) { return include.file == file; };
  auto planned = plan_.edits.find(file);
  if (planned == plan_.edits.end() ||
      std::none_of(group.includes.begin(), group.includes.end(), wants))
    return result;
  for (const Edit &edit : planned->second) {
    auto has = [&](const EditGroup &each) {
      return std::find(each.edits.begin(), each.edits.end(), edit) != each.edits.end();
    };
    if (std::none_of(plan_.groups.begin(), plan_.groups.end(), has))
      result.push_back(&edit);
  }
  return result;
}

json::Object Log::fix(const EditGroup &group) {
  std::vector<std::string> files;
  for (const Edit &edit : group.edits)
    files.push_back(edit.file);
  for (const IncludeEdit &include : group.includes)
    files.push_back(include.file);
  std::sort(files.begin(), files.end());
  files.erase(std::unique(files.begin(), files.end()), files.end());
  json::Array changes;
  for (const std::string &file : files) {
    std::vector<const Edit *> edits = editsIn(group, file);
    std::stable_sort(edits.begin(), edits.end(),
                     [](const Edit *a, const Edit *b) { return a->span < b->span; });
    json::Array replacements;
    for (const Edit *edit : edits)
      replacements.push_back(replacement(*edit));
    if (!replacements.empty())
      changes.push_back(json::Object{{"artifactLocation", artifact(file)},
                                     {"replacements", std::move(replacements)}});
  }
  return json::Object{{"description", message("borrow the connection from the pool")},
                      {"artifactChanges", std::move(changes)}};
}

json::Object Log::result(const Decision &decision) {
  bool isRewritten = decision.verdict == Verdict::Rewritten;
  std::string code = isRewritten || decision.code.empty() ? RewriteRule : decision.code;
  std::string words =
      isRewritten ? driverAndFunction(decision) + " opens its own connection" : reasonOf(decision);
  // What stays when lines move: file, function, driver, and which of the equal ones it is.
  std::string identity = shownPath(plan_.root, decision.place.file) + '\0' + decision.function +
                         '\0' + decision.driver;
  identity += '\0' + std::to_string(seen_[identity]++);
  auto hash = llvm::SHA256::hash(llvm::arrayRefFromStringRef(identity));
  json::Object result{
      {"ruleId", json::fixUTF8(code)},
      {"level", decision.verdict == Verdict::Suppressed ? "note" : "warning"},
      {"message", message(words.empty() ? code : words)},
      {"locations", json::Array{location(decision.place)}},
      {"partialFingerprints",
       json::Object{{"repoolSite/v1", llvm::toHex(hash, /*LowerCase=*/true).substr(0, 32)}}}};
  if (decision.verdict == Verdict::Suppressed)
    result["suppressions"] =
        json::Array{json::Object{{"kind", decision.code == "RP702" ? "external" : "inSource"}}};
  auto hasId = [&](const EditGroup &group) { return group.id == decision.group; };
  auto group = std::find_if(plan_.groups.begin(), plan_.groups.end(), hasId);
  if (!decision.group.empty() && group != plan_.groups.end() && !group->edits.empty())
    result["fixes"] = json::Array{fix(*group)};
  return result;
}

json::Array Log::results() {
  json::Array results;
  for (const Decision &decision : plan_.decisions)
    if (decision.verdict != Verdict::Kept)
      results.push_back(result(decision));
  return results;
}

json::Array Log::notifications() const {
  json::Array result;
  for (const FailedUnit &unit : plan_.units.failed) {
    json::Object place{
        {"physicalLocation", json::Object{{"artifactLocation", artifact(unit.file)}}}};
    result.push_back(json::Object{{"level", "error"},
                                  {"message", message("did not parse: " + unit.message)},
                                  {"locations", json::Array{std::move(place)}}});
  }
  return result;
}

json::Value Log::build() {
  Totals totals = countTotals(plan_);
  json::Object driver{
      {"name", "repool"}, {"version", json::fixUTF8(plan_.toolVersion)}, {"rules", rules()}};
  json::Object invocation{{"executionSuccessful", plan_.units.failed.empty()},
                          {"toolExecutionNotifications", notifications()}};
  json::Object run{{"tool", json::Object{{"driver", std::move(driver)}}},
                   {"columnKind", "unicodeCodePoints"},
                   {"invocations", json::Array{std::move(invocation)}},
                   {"results", results()},
                   {"properties", json::Object{{"sites", totals.sites},
                                               {"rewritten", totals.rewritten},
                                               {"review", totals.review},
                                               {"kept", totals.kept},
                                               {"suppressed", totals.suppressed}}}};
  return json::Object{{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                      {"version", "2.1.0"},
                      {"runs", json::Array{std::move(run)}}};
}

} // namespace

std::string renderSarif(const Plan &plan, const TextOf &texts) {
  std::string result;
  llvm::raw_string_ostream stream(result);
  json::OStream out(stream, 1);
  out.value(Log(plan, texts).build());
  stream << '\n';
  stream.flush();
  return result;
}

} // namespace repool
