/// \file
/// One line's sites in full: verdict, reason, the facts behind it, what to do next.
///
/// The file may be given as the plan has it or relative to the root. A line without a site says so
/// and names the lines that have one.
#include "render/Render.h"
#include "render/Words.h"

#include <algorithm>
#include <set>

namespace repool {

namespace {

bool isFile(const Plan &plan, const Decision &decision, std::string_view file) {
  return decision.place.file == file || shownPath(plan.root, decision.place.file) == file;
}

/// `  label     text`, wrapped under the text.
std::string entry(std::string_view label, const std::string &text, const RenderOptions &options) {
  constexpr unsigned Indent = 12;
  if (text.empty())
    return "";
  unsigned width = options.width > Indent + 24 ? options.width - Indent : 0;
  std::string padded = "  " + std::string(label) + std::string(Indent - 2 - label.size(), ' ');
  std::string result = styled(padded, Style::Cyan, options.color);
  bool isFirst = true;
  for (const std::string &line : wrapWords(text, width)) {
    result += (isFirst ? "" : std::string(Indent, ' ')) + line + "\n";
    isFirst = false;
  }
  return result;
}

std::string editsOf(const Plan &plan, const Decision &decision) {
  auto hasId = [&](const EditGroup &group) { return group.id == decision.group; };
  auto group = std::find_if(plan.groups.begin(), plan.groups.end(), hasId);
  if (decision.group.empty() || group == plan.groups.end())
    return "";
  std::set<std::string_view> files;
  for (const Edit &edit : group->edits)
    files.insert(edit.file);
  return counted(static_cast<unsigned>(group->edits.size()), "edit", "edits") + " in " +
         counted(static_cast<unsigned>(files.size()), "file", "files") + ", all of them or none";
}

std::string site(const Plan &plan, const Decision &decision, const RenderOptions &options) {
  std::string place = printable(shownPath(plan.root, decision.place.file)) + ":" +
                      std::to_string(decision.place.line) + ":" +
                      std::to_string(decision.place.column);
  std::string verdict = verdictWord(decision, options.command);
  if (decision.strategy != Strategy::None)
    verdict += ", as " + std::string(toString(decision.strategy));
  if (const Reason *row = findReason(decision.code))
    verdict += ": " + decision.code + ", " + std::string(row->title);
  std::string result = styled(place, Style::Bold, options.color) + "  " +
                       driverAndFunction(decision) + "\n" + entry("verdict", verdict, options);
  result += entry("reason", printable(decision.reason), options);
  result += entry("edits", editsOf(plan, decision), options);
  std::string_view label = "facts";
  for (const std::string &fact : decision.facts) {
    result += entry(label, printable(fact), options);
    label = "";
  }
  result += entry("hint", hintOf(decision), options);
  if (!decision.code.empty())
    result += entry("more", "repool explain " + printable(decision.code), options);
  return result;
}

std::string nothingThere(const Plan &plan, const std::string &file, unsigned line) {
  std::string lines;
  for (const Decision &decision : plan.decisions)
    if (isFile(plan, decision, file))
      lines += (lines.empty() ? "" : ", ") + std::to_string(decision.place.line);
  std::string result = "no site on line " + std::to_string(line) + " of " +
                       printable(shownPath(plan.root, file)) + "; ";
  return result + (lines.empty() ? "the file has none\n" : "it has them on: " + lines + "\n");
}

} // namespace

bool hasSite(const Plan &plan, const std::string &file, unsigned line) {
  return std::any_of(plan.decisions.begin(), plan.decisions.end(), [&](const Decision &decision) {
    return decision.place.line == line && isFile(plan, decision, file);
  });
}

std::string renderExplain(const Plan &plan, const std::string &file, unsigned line,
                          const RenderOptions &options) {
  std::string result;
  for (const Decision &decision : plan.decisions)
    if (decision.place.line == line && isFile(plan, decision, file))
      result += (result.empty() ? "" : "\n") + site(plan, decision, options);
  return result.empty() ? nothingThere(plan, file, line) : result;
}

} // namespace repool
