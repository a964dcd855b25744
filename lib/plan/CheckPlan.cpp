#include "plan/CheckPlan.h"

#include "plan/Paths.h"

#include <algorithm>
#include <set>

namespace repool {

namespace {

using Wrong = std::optional<std::string>;

std::string spanText(Span span) {
  return std::to_string(span.begin) + ".." + std::to_string(span.end);
}

bool isSha256(std::string_view text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

Wrong wrongEdits(const std::string &name, const std::vector<Edit> &edits, std::uint64_t size) {
  std::uint32_t done = 0;
  for (const Edit &edit : edits) {
    std::string place = name + ": the edit of bytes " + spanText(edit.span);
    if (edit.span.begin > edit.span.end)
      return place + " ends before it begins";
    if (edit.span.begin < done)
      return place + " begins before the one in front of it ends, at " + std::to_string(done);
    if (edit.span.end > size)
      return place + " is outside of the file, which has " + std::to_string(size);
    done = edit.span.end;
  }
  return std::nullopt;
}

Wrong wrongFiles(const Plan &plan) {
  std::map<std::string_view, std::uint64_t> sizes;
  for (const PlannedFile &file : plan.files) {
    if (!isSha256(file.sha256))
      return relativeToRoot(plan.root, file.path) + ": '" + file.sha256 + "' is not a SHA-256";
    if (!sizes.emplace(file.path, file.size).second)
      return relativeToRoot(plan.root, file.path) + " is listed twice";
  }
  for (const auto &[file, edits] : plan.edits) {
    std::string name = relativeToRoot(plan.root, file);
    auto size = sizes.find(file);
    if (size == sizes.end())
      return name + " is edited but has no hash";
    if (Wrong wrong = wrongEdits(name, edits, size->second))
      return wrong;
  }
  return std::nullopt;
}

Wrong wrongDecisions(const Plan &plan) {
  std::set<std::string_view> groups;
  for (const EditGroup &group : plan.groups) {
    if (!groups.insert(group.id).second)
      return "group '" + group.id + "' is listed twice";
    for (const Edit &edit : group.edits)
      if (edit.span.begin > edit.span.end)
        return "group '" + group.id + "': bytes " + spanText(edit.span) + " end before they begin";
  }
  auto byPlace = [](const Decision &a, const Decision &b) { return a.place < b.place; };
  if (!std::is_sorted(plan.decisions.begin(), plan.decisions.end(), byPlace))
    return "the decisions are not sorted by file, line and column";
  for (const Decision &decision : plan.decisions) {
    std::string site =
        relativeToRoot(plan.root, decision.place.file) + ":" + std::to_string(decision.place.line);
    if (decision.group.empty())
      continue;
    if (decision.verdict != Verdict::Rewritten)
      return site + " is not rewritten but names the group '" + decision.group + "'";
    if (!groups.contains(decision.group))
      return site + " names the group '" + decision.group + "', which is not in the plan";
  }
  return std::nullopt;
}

} // namespace

std::optional<std::string> whatIsWrong(const Plan &plan) {
  if (!plan.root.starts_with('/'))
    return "the root '" + plan.root + "' is not an absolute path";
  if (Wrong wrong = wrongFiles(plan))
    return wrong;
  return wrongDecisions(plan);
}

} // namespace repool
