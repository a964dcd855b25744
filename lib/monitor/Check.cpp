#include "monitor/Check.h"

#include <algorithm>

namespace repool::monitor {

bool Check::isGood() const {
  return (!url || url->isGood) &&
         (endpoints.empty() || std::any_of(endpoints.begin(), endpoints.end(),
                                           [](const Answer &each) { return each.isGood; }));
}

bool Check::isDegraded() const {
  return isGood() && std::any_of(endpoints.begin(), endpoints.end(),
                                 [](const Answer &each) { return !each.isGood; });
}

const Answer *Check::response() const {
  if (url)
    return &*url;
  const auto serves = std::find_if(endpoints.begin(), endpoints.end(),
                                   [](const Answer &each) { return each.isGood; });
  return serves == endpoints.end() ? nullptr : &*serves;
}

std::string Check::problem(const std::vector<std::string> &places) const {
  std::string text;
  const auto add = [&](const std::string &part) { text += (text.empty() ? "" : "; ") + part; };
  if (url && !url->isGood)
    add("URL: " + url->problem);
  for (std::size_t i = 0; i < endpoints.size(); ++i)
    if (!endpoints[i].isGood)
      add(places[i] + ": " + endpoints[i].problem);
  return text;
}

} // namespace repool::monitor
