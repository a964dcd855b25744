#include "decide/Probe.h"

#include <algorithm>

namespace repool {

namespace {

using Parameter = std::pair<std::string, unsigned>;

bool anyExecutes(const std::vector<Passed> &passed, const ProgramFacts &program,
                 std::set<Parameter> &seen) {
  return std::any_of(passed.begin(), passed.end(), [&](const Passed &p) {
    if (!seen.insert({p.usr, p.parameter}).second)
      return false;
    const auto fact = program.parameters.find({p.usr, p.parameter});
    return fact == program.parameters.end() || fact->second.executes ||
           anyExecutes(fact->second.passed, program, seen);
  });
}

} // namespace

bool executes(const Handle &handle, const ProgramFacts &program) {
  // `executes` without a function that takes the handle is the handle's own doing.
  if (handle.executesHere || (handle.executes && handle.passed.empty()))
    return true;
  std::set<Parameter> seen;
  return anyExecutes(handle.passed, program, seen);
}

} // namespace repool
