#include "analyze/Received.h"

#include <set>
#include <tuple>

namespace repool {

namespace {

bool isFilledByArgument(const Handle &handle) {
  return std::all_of(handle.sources.begin(), handle.sources.end(),
                     [](const std::string &source) { return source.starts_with("pointee "); });
}

/// Each may do nothing of note, close the handle, or end the process: all ways to choose, the
/// fewest first. Of many callees hardly more than one closes.
std::vector<std::vector<CalleePremise>> premisesOn(const Handle &handle) {
  constexpr std::size_t AtMost = 40;
  std::set<CalleePremise> each;
  for (const Passed &passed : handle.passed)
    if (!passed.followed) {
      each.insert({passed.usr, passed.parameter, true});
      each.insert({passed.usr, passed.parameter, false});
    }
  std::vector<std::vector<CalleePremise>> all = {{}};
  for (std::size_t i = 0; i < all.size(); ++i)
    for (const CalleePremise &premise : each) {
      if (all.size() >= AtMost && !all[i].empty())
        return all;
      const bool isNext = all[i].empty() || std::tie(all[i].back().usr, all[i].back().parameter) <
                                                std::tie(premise.usr, premise.parameter);
      if (!isNext)
        continue;
      std::vector<CalleePremise> more = all[i];
      more.push_back(premise);
      all.push_back(std::move(more));
    }
  return all;
}

} // namespace

std::vector<std::string> sourcesOf(const std::vector<const FoundOpen *> &opens) {
  std::vector<std::string> sources;
  for (const FoundOpen *open : opens)
    sources.push_back(open->source);
  const bool anyReceived =
      std::any_of(sources.begin(), sources.end(), [](const std::string &s) { return !s.empty(); });
  return anyReceived ? sources : std::vector<std::string>{};
}

FlowPremise premiseOf(const Handle &handle, const DriverSpec &driver) {
  if (handle.sources.empty())
    return premiseOf(driver);
  return {.byArgument = isFilledByArgument(handle)};
}

std::vector<FlowVariant> flowVariants(const Handle &handle, const DriverSpec &driver,
                                      llvm::function_ref<FlowFacts(const FlowPremise &)> follow) {
  const FlowPremise base = premiseOf(handle, driver);
  std::vector<CodeMeaning> codes = {base.code};
  if (!handle.sources.empty() && base.byArgument)
    codes = {CodeMeaning::Nothing, CodeMeaning::ZeroIsOpen, CodeMeaning::NonZeroIsOpen};
  const std::vector<std::vector<CalleePremise>> premises = premisesOn(handle);
  std::vector<FlowVariant> variants;
  for (const CodeMeaning code : codes)
    for (const std::vector<CalleePremise> &callees : premises) {
      if (code == base.code && callees.empty())
        continue; // that is what the handle itself says
      FlowFacts facts = follow({base.byArgument, code, callees});
      facts.leaks.insert(facts.leaks.end(), facts.reopened.begin(), facts.reopened.end());
      variants.push_back({code, callees, std::move(facts.hazards), std::move(facts.leaks)});
    }
  return variants;
}

} // namespace repool
