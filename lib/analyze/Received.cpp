#include "analyze/Received.h"

#include <set>

namespace repool {

namespace {

bool isFilledByArgument(const Handle &handle) {
  return std::all_of(handle.sources.begin(), handle.sources.end(),
                     [](const std::string &source) { return source.starts_with("pointee "); });
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
  std::set<std::pair<std::string, unsigned>> closers = {{"", 0}};
  for (const Passed &passed : handle.passed)
    if (!passed.followed)
      closers.insert({passed.usr, passed.parameter});
  std::vector<FlowVariant> variants;
  for (const CodeMeaning code : codes)
    for (const auto &[usr, parameter] : closers) {
      if (code == base.code && usr.empty())
        continue; // that is what the handle itself says
      FlowFacts facts = follow({base.byArgument, code, usr, parameter});
      facts.leaks.insert(facts.leaks.end(), facts.reopened.begin(), facts.reopened.end());
      variants.push_back({code, usr, parameter, std::move(facts.hazards), std::move(facts.leaks)});
    }
  return variants;
}

} // namespace repool
