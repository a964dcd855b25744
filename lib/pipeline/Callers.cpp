#include "pipeline/Callers.h"

#include "decide/PerRequest.h"

#include <algorithm>
#include <set>

namespace repool {

namespace {

/// "openStore", "app::Store::open"; nothing for operators and the like, which no text names.
bool isSpelled(const std::string &name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](unsigned char c) {
    return std::isalnum(c) || c == '_' || c == ':';
  });
}

} // namespace

std::vector<std::string> namesToSeek(const ProgramFacts &program) {
  std::set<std::string> functions;
  for (const Handle &handle : program.handles)
    functions.insert(handle.functionId);
  std::set<std::string> names;
  for (const std::string &id : functions) {
    const Frequency frequency = frequencyOf(id, program.calls);
    if (frequency.kind == Frequency::Kind::Repeated)
      continue;
    for (const std::string &asked : frequency.asked)
      if (const FunctionFact *fact = program.calls.find(asked);
          fact && !fact->isLocal && !fact->isMain && isSpelled(fact->name) && !fact->simple.empty())
        names.insert(fact->name);
  }
  return {names.begin(), names.end()};
}

} // namespace repool
