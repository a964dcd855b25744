#include "decide/FlowVariants.h"

#include <algorithm>

namespace repool {

const FlowVariant *variantOf(const Handle &handle, CodeMeaning code,
                             const CalleePremises &premises) {
  const bool byArgument = !handle.sources.empty();
  auto find = [&](std::optional<CodeMeaning> meaning) -> const FlowVariant * {
    for (const FlowVariant &variant : handle.variants)
      if ((!meaning || variant.code == *meaning) &&
          std::equal(variant.callees.begin(), variant.callees.end(), premises.begin(),
                     premises.end(),
                     [](const CalleePremise &a, const auto &b) { return a == b.second; }))
        return &variant;
    return nullptr;
  };
  const FlowVariant *variant = find(byArgument ? std::optional(code) : std::nullopt);
  if (!variant && byArgument && !premises.empty()) // of a result, which has no code
    variant = find(CodeMeaning::Nothing);
  return variant;
}

} // namespace repool
