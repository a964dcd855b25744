/// \file
/// The plan as clang-tidy's `--export-fixes` file, which clang-apply-replacements takes.
///
/// That tool knows no groups, refuses two insertions at one place and applies an edit twice that
/// it sees twice. So it gets the final edits, each once, with touching ones joined; each stands
/// under the first site that it belongs to. Sites without edits are not in this format.
#include "llvm/Support/YAMLParser.h"
#include "render/Render.h"
#include "render/Words.h"

#include <algorithm>

namespace repool {

namespace {

std::string quoted(std::string_view text) {
  return "\"" + llvm::yaml::escape(llvm::StringRef(text)) + "\"";
}

/// Joins edits that touch: at one offset their order would be anybody's guess.
std::vector<Edit> joined(const std::vector<Edit> &edits) {
  std::vector<Edit> result;
  for (const Edit &edit : edits) {
    if (result.empty() || result.back().span.end != edit.span.begin) {
      result.push_back(edit);
      continue;
    }
    result.back().span.end = edit.span.end;
    result.back().text += edit.text;
  }
  return result;
}

/// One entry of the file: a group's site and the edits that stand under it.
struct Entry {
  std::string name = "repool";
  std::string message = "borrow the connection from the pool";
  std::vector<Edit> edits;
};

bool edits(const EditGroup &group, const Edit &edit) {
  return std::any_of(group.edits.begin(), group.edits.end(), [&](const Edit &own) {
    return own.file == edit.file && edit.span.contains(own.span);
  });
}

bool includes(const EditGroup &group, const Edit &edit) {
  return std::any_of(group.includes.begin(), group.includes.end(),
                     [&](const IncludeEdit &include) { return include.file == edit.file; });
}

/// Index of the group under which \p edit stands; one past the last where there is none.
std::size_t groupOf(const Plan &plan, const Edit &edit) {
  auto find = [&](auto belongs) {
    auto group = std::find_if(plan.groups.begin(), plan.groups.end(),
                              [&](const EditGroup &each) { return belongs(each, edit); });
    return static_cast<std::size_t>(group - plan.groups.begin());
  };
  std::size_t group = find(edits);
  return group < plan.groups.size() ? group : find(includes);
}

std::vector<Entry> diagnostics(const Plan &plan) {
  std::vector<Entry> result(plan.groups.size() + 1);
  for (const Decision &decision : plan.decisions)
    for (std::size_t i = 0; i < plan.groups.size(); ++i)
      if (plan.groups[i].id == decision.group && result[i].name == "repool") {
        result[i].name += "-" + printable(decision.driver);
        result[i].message = driverAndFunction(decision) + " opens its own connection";
      }
  for (const auto &[file, fileEdits] : plan.edits)
    for (Edit &edit : joined(fileEdits))
      result[groupOf(plan, edit)].edits.push_back(std::move(edit));
  std::erase_if(result, [](const Entry &each) { return each.edits.empty(); });
  return result;
}

std::string text(const Entry &diagnostic, const Plan &plan) {
  const Edit &first = diagnostic.edits.front();
  std::string result =
      "  - DiagnosticName:  " + quoted(diagnostic.name) +
      "\n    DiagnosticMessage:\n      Message:         " + quoted(diagnostic.message) +
      "\n      FilePath:        " + quoted(first.file) +
      "\n      FileOffset:      " + std::to_string(first.span.begin) + "\n      Replacements:\n";
  for (const Edit &edit : diagnostic.edits)
    result += "        - FilePath:        " + quoted(edit.file) +
              "\n          Offset:          " + std::to_string(edit.span.begin) +
              "\n          Length:          " + std::to_string(edit.span.size()) +
              "\n          ReplacementText: " + quoted(edit.text) + "\n";
  return result + "    Level:           Warning\n    BuildDirectory:  " + quoted(plan.root) + "\n";
}

} // namespace

std::string renderFixesYaml(const Plan &plan) {
  std::vector<Entry> all = diagnostics(plan);
  std::string main = all.empty() ? plan.root : all.front().edits.front().file;
  std::string result = "---\nMainSourceFile:  " + quoted(main) + "\nDiagnostics:";
  result += all.empty() ? " []\n" : "\n";
  for (const Entry &each : all)
    result += text(each, plan);
  return result + "...\n";
}

} // namespace repool
