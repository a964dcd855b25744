#include "apply/CommitMessage.h"

#include "plan/Paths.h"

#include <set>

namespace repool {

namespace {

/// A name of a file or function may hold anything; a message has lines.
std::string oneLine(std::string text) {
  for (char &c : text)
    if (static_cast<unsigned char>(c) < ' ')
      c = '?';
  return text;
}

std::string placeOf(const Plan &plan, const Decision &site) {
  return relativeToRoot(plan.root, site.place.file) + ":" + std::to_string(site.place.line);
}

} // namespace

std::string commitMessage(const Plan &plan, const std::vector<Step> &steps, std::size_t number,
                          const std::string &base) {
  const Step &step = steps[number];
  std::set<std::string_view> groups;
  for (const std::size_t group : step.groups)
    groups.insert(plan.groups[group].id);
  std::string sites, last;
  std::size_t count = 0;
  for (const Decision &site : plan.decisions) {
    if (site.group.empty() || !groups.contains(site.group))
      continue;
    ++count;
    last = placeOf(plan, site);
    sites += "- " +
             oneLine(last + " " + site.driver + " in " + site.function + ": " +
                     std::string(toString(site.strategy))) +
             "\n";
  }
  const std::string what = count == 1 ? "a connection" : std::to_string(count) + " connections";
  const std::string where = step.groups.size() == 1 && count == 1 ? last : step.name;
  return "Borrow " + what + " from the pool: " + oneLine(where) +
         "\n\n"
         "Written by repool, part " +
         std::to_string(number + 1) + " of " + std::to_string(steps.size()) +
         "; builds without the parts after it. Places as of " + base.substr(0, 12) + ":\n\n" +
         sites + "\nTo take it back: git revert this commit.\n";
}

} // namespace repool
