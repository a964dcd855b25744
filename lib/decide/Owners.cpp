#include "decide/Owners.h"

#include "decide/FieldOwner.h"
#include "decide/HandedHandle.h"
#include "decide/OwnerCloses.h"
#include "decide/Receivers.h"

#include <algorithm>

namespace repool {

namespace {

/// A variable that is filled by \p handle's sources hands over what they give: so their types
/// change.
bool followSources(OwnerWalk &walk, const Handle &handle) {
  bool any = false;
  auto fills = [&](const Handle &other, const std::string &source) {
    for (const HandOver &to : other.handOvers)
      if (to.holder == source && !walk.visited.contains(source)) {
        walk.follow(to, other.code);
        any = true;
      }
  };
  for (const std::string &source : handle.sources) {
    for (const Handle &other : walk.program.handles)
      fills(other, source);
    for (const Handle &other : walk.program.received)
      fills(other, source);
  }
  return any;
}

/// True if something else fills what this one does: its type changes too, so it changes with it.
bool otherOpens(OwnerWalk &walk) {
  bool any = false;
  for (const Handle &handle : walk.program.handles) {
    const bool fills =
        std::any_of(handle.handOvers.begin(), handle.handOvers.end(),
                    [&](const HandOver &to) { return walk.visited.contains(to.holder); });
    if (!fills || &handle == &walk.root || handle.driver != walk.driver.name ||
        !walk.received.insert(&handle).second)
      continue;
    any = true;
    walk.out.members.push_back(&handle);
    judgeHandle(walk, handle, CodeMeaning::Nothing);
  }
  for (const Handle &handle : walk.program.received)
    for (const HandOver &to : handle.handOvers)
      if (walk.visited.contains(to.holder))
        any |= followSources(walk, handle);
  return any;
}

/// The types of all that was visited.
void collectTypes(OwnerWalk &walk) {
  for (const OwnerDecl &decl : walk.program.owners) {
    if (!walk.visited.contains(decl.holder))
      continue;
    if (!decl.hazard.empty())
      return walk.against(walk.problem("RP227", "the type of '" + decl.name + "' at " +
                                                    lineOf(decl.place) +
                                                    " cannot change: " + decl.hazard));
    walk.out.retyped.push_back(&decl);
  }
}

/// Some hold it for the life of the program: all must, or none.
void judgeLifetime(OwnerWalk &walk) {
  const OwnerLifetime &life = walk.lifetime;
  if (!life.keeper.empty() && !life.perCall.empty())
    walk.against(
        walk.problem("RP220", life.keeper + ", while " + life.perCall + " opens it per call"));
  else if (!life.keeper.empty())
    walk.against(walk.problem(life.code, life.keeper));
}

} // namespace

OwnedHandle followOwners(const Handle &handle, const DriverSpec &driver,
                         const ProgramFacts &program) {
  OwnerWalk walk(handle, driver, program);
  judgeHandle(walk, handle, CodeMeaning::Nothing);
  do {
    while (!walk.work.empty() && !walk.out.against) {
      const OwnerWalk::Step step = std::move(walk.work.back());
      walk.work.pop_back();
      if (step.to.kind == HolderKind::Field)
        followField(walk, step);
      else
        followReceivers(walk, step);
    }
  } while (!walk.out.against && walk.changesType && otherOpens(walk));
  if (!walk.out.against)
    judgeLifetime(walk);
  if (!walk.out.against && walk.changesType)
    collectTypes(walk);
  if (!walk.out.against && isEndedByCalls(handle.shape))
    collectCloses(walk);
  return std::move(walk.out);
}

} // namespace repool
