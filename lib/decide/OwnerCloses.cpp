#include "decide/OwnerCloses.h"

#include <algorithm>

namespace repool {

namespace {

/// Something that repool did not see opened may be in the variable.
bool mayHoldOthers(const Handle &handle) {
  return std::any_of(handle.hazards.begin(), handle.hazards.end(), [](const Problem &hazard) {
    return hazard.code == "RP209" || hazard.code == "RP402" || hazard.code == "RP208" ||
           hazard.code == "RP408";
  });
}

} // namespace

void collectCloses(OwnerWalk &walk) {
  std::map<std::pair<std::string, std::uint32_t>, bool> others; // closes of something else
  std::map<Place, bool> otherMacros;                            // ... that a macro spells
  auto note = [&](const Handle &handle, bool isOther) {
    if (handle.kind != HandleKind::LocalPointer)
      return;
    for (const Close &close : handle.closes) {
      bool &known =
          close.inMacro
              ? otherMacros.try_emplace(close.place, isOther).first->second
              : others.try_emplace({handle.file, close.callee.begin}, isOther).first->second;
      known = known && isOther;
    }
  };
  for (const Handle &handle : walk.program.handles)
    note(handle, &handle != &walk.root && !mayHoldOthers(handle));
  for (const Handle &handle : walk.program.received)
    note(handle, !walk.received.contains(&handle) && !mayHoldOthers(handle));
  // `CLOSE(db)` is known by where it stands, as long as it names one close.
  std::map<Place, unsigned> inMacro;
  for (const CloseMention &mention : walk.program.closes)
    inMacro[mention.place] += mention.inMacro ? 1 : 0;
  for (const CloseMention &mention : walk.program.closes) {
    if (mention.driver != walk.driver.name)
      continue;
    auto it = others.find({mention.place.file, mention.name.begin});
    if (!mention.inMacro && it != others.end() && it->second)
      continue;
    auto macro = otherMacros.find(mention.place);
    if (mention.inMacro && inMacro[mention.place] == 1 && macro != otherMacros.end() &&
        macro->second)
      continue;
    if (mention.inMacro)
      return walk.against(walk.problem(
          "RP223", "'" + mention.closer + "' is spelled by a macro at " + lineOf(mention.place)));
    walk.out.closes.push_back(&mention);
  }
  for (const InactiveMention &mention : walk.program.inactiveCloses)
    for (const CloseSpec &close : walk.driver.closes)
      if (close.name == mention.token)
        return walk.against(walk.problem("RP223", "an inactive #if branch at " +
                                                      lineOf(mention.place) + " names '" +
                                                      mention.token + "'"));
  if (walk.out.closes.empty())
    walk.against(walk.problem("RP303", "nothing closes it"));
}

} // namespace repool
