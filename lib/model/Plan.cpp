#include "model/Plan.h"

#include <algorithm>

namespace repool {

std::string_view toString(Strategy strategy) {
  switch (strategy) {
  case Strategy::None:
    return "";
  case Strategy::Wrap:
    return "wrap";
  case Strategy::Lease:
    return "lease";
  case Strategy::Pair:
    return "pair";
  }
  return "";
}

void addOnce(EditGroup &group, Edit edit) {
  if (std::find(group.edits.begin(), group.edits.end(), edit) == group.edits.end())
    group.edits.push_back(std::move(edit));
}

void addOnce(EditGroup &group, IncludeEdit include) {
  if (std::find(group.includes.begin(), group.includes.end(), include) == group.includes.end())
    group.includes.push_back(std::move(include));
}

std::string applyEdits(std::string_view text, const std::vector<Edit> &edits) {
  std::string result;
  result.reserve(text.size());
  std::size_t done = 0;
  for (const Edit &edit : edits) {
    assert(edit.span.begin >= done && "edits are sorted and do not overlap");
    assert(edit.span.end <= text.size() && "edits lie inside the text they were made for");
    result += text.substr(done, edit.span.begin - done);
    result += edit.text;
    done = edit.span.end;
  }
  result += text.substr(done);
  return result;
}

} // namespace repool
