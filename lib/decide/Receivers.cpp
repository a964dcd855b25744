#include "decide/Receivers.h"

#include "decide/HandedHandle.h"

#include <algorithm>

namespace repool {

namespace {

Problem cannotFollow(const OwnerWalk &walk, const std::string &who, const std::string &holder,
                     const Place &place) {
  return walk.problem("RP222", who + " does with what '" + holder +
                                   "' hands out something that repool cannot follow (" +
                                   lineOf(place) + ")");
}

void receiver(OwnerWalk &walk, const Handle &handle, const OwnerWalk::Step &step) {
  walk.received.insert(&handle);
  const Place &place = handle.opens.front().place;
  const std::string who = handle.function.empty() ? "an initialiser" : "'" + handle.function + "'";
  const std::string line = lineOf(place) + ": received by " + who;
  switch (handle.kind) {
  case HandleKind::Global:
    walk.out.chain.push_back(line + ", for the life of the program");
    walk.lifetime.keep("RP102", who + " stores it in " + handle.name);
    return;
  case HandleKind::LocalPointer:
    break;
  case HandleKind::LocalObject:
  case HandleKind::LocalOwner:
    if (handle.shape == walk.root.shape)
      break;
    return walk.against(cannotFollow(walk, who, step.to.name, place));
  case HandleKind::Returned:
  case HandleKind::OutParameter:
  case HandleKind::Member:
    if (!handle.handOvers.empty())
      break;
    [[fallthrough]];
  case HandleKind::Heap:
  case HandleKind::Temporary:
  case HandleKind::Unknown:
    return walk.against(cannotFollow(walk, who, step.to.name, place));
  }
  if (walk.changesType)
    walk.out.members.push_back(&handle);
  if (handle.handOvers.empty() && !step.lent) {
    const bool inLoop = std::any_of(handle.opens.begin(), handle.opens.end(),
                                    [](const Open &open) { return open.inLoop; });
    const bool once = handle.inMain && !inLoop;
    if (once)
      walk.lifetime.keep("RP101", who + " opens it once, at " + lineOf(place));
    else
      walk.lifetime.perCall = who;
    walk.out.chain.push_back(line + (once ? ", once" : ", per call"));
  }
  judgeHandle(walk, handle, step.code, step.lent);
}

} // namespace

void followReceivers(OwnerWalk &walk, const OwnerWalk::Step &step) {
  for (const HolderMention &mention : walk.program.named)
    if (mention.holder == step.to.holder)
      return walk.against(
          {"RP224",
           "'" + step.to.name + "' is named without being called at " + lineOf(mention.place), "",
           walk.root.opens.front().place});
  bool any = false;
  for (const Handle &handle : walk.program.received)
    if (std::find(handle.sources.begin(), handle.sources.end(), step.to.holder) !=
        handle.sources.end()) {
      any = true;
      receiver(walk, handle, step);
      if (walk.out.against)
        return;
    }
  if (!any && !step.lent)
    walk.against(walk.problem("RP221", "no caller of '" + step.to.name + "' was seen"));
}

} // namespace repool
