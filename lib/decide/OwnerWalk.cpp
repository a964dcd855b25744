#include "decide/OwnerWalk.h"

#include <algorithm>

namespace repool {

namespace {

std::string unqualified(const std::string &name) {
  const std::size_t colon = name.rfind("::");
  return colon == std::string::npos ? name : name.substr(colon + 2);
}

} // namespace

bool isHandOver(const Problem &hazard, const std::vector<HandOver> &handOvers) {
  return (hazard.code == "RP201" || hazard.code == "RP202" || hazard.code == "RP203") &&
         std::any_of(handOvers.begin(), handOvers.end(),
                     [&](const HandOver &to) { return to.place == hazard.place; });
}

OwnerWalk::OwnerWalk(const Handle &handle, const DriverSpec &ofDriver, const ProgramFacts &all)
    : root(handle), driver(ofDriver), program(all), endsItself(root.shape != OwnerShape::None),
      changesType(root.shape == OwnerShape::Value || root.shape == OwnerShape::Unique) {}

void OwnerWalk::against(Problem problem) {
  if (!out.against)
    out.against = std::move(problem);
}

Problem OwnerWalk::problem(const char *code, std::string message) const {
  return {code, std::move(message), "", root.opens.front().place};
}

void OwnerWalk::follow(const HandOver &to, CodeMeaning code, bool lent) {
  if (!visited.insert(to.holder).second)
    return;
  const std::string name = unqualified(to.name);
  out.names.push_back(name);
  out.chain.push_back(lineOf(to.place) + ": " +
                      (to.kind == HolderKind::Field ? "stored in '"
                       : lent                       ? "lent by '"
                                                    : "handed out by '") +
                      to.name + "'");
  work.push_back({to, code, lent});
}

} // namespace repool
