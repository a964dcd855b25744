#include "decide/FieldOwner.h"

#include "decide/HandedHandle.h"

namespace repool {

namespace {

/// True if some objects of the record live per call and all lives are known.
bool liveLongEnough(OwnerWalk &walk, const FieldFact &field, const std::string &name) {
  const std::string stored =
      "what '" + walk.root.opens.front().opener + "' opens is stored in '" + name + "', and ";
  bool perCall = false;
  bool any = false;
  for (const Instance &instance : walk.program.instances) {
    if (instance.record != field.record)
      continue;
    any = true;
    const std::string where = instance.text + " (" + lineOf(instance.place) + ")";
    switch (instance.life) {
    case InstanceLife::Program:
      walk.lifetime.keep("RP102", where + " keeps it for the life of the program");
      break;
    case InstanceLife::Call:
      perCall = true;
      walk.lifetime.perCall = where;
      walk.out.chain.push_back(lineOf(instance.place) + ": held by " + instance.text +
                               ", per call");
      break;
    case InstanceLife::Member:
    case InstanceLife::Unknown:
      walk.against(walk.problem("RP225", stored + "how long " + where + " lives is not known"));
      return false;
    }
  }
  if (!any)
    walk.against(walk.problem("RP225", stored + "no object of its kind was seen"));
  return perCall;
}

/// A method that opens runs at most once for each object: else it would leave the first one open.
void openOnce(OwnerWalk &walk, const std::set<std::string> &openers, const std::string &name) {
  std::set<std::string> objects;
  for (const MemberCall &call : walk.program.memberCalls) {
    if (!openers.contains(call.callee))
      continue;
    const bool known = call.object == "this" ? call.inConstructor : !call.object.empty();
    if (!known || call.repeats || !objects.insert(call.object).second)
      return walk.against(walk.problem("RP310", "'" + name +
                                                    "' may be opened again while it is open, at " +
                                                    lineOf(call.place)));
  }
  if (objects.contains("this") && objects.size() > 1)
    walk.against(walk.problem("RP310", "'" + name + "' may be opened again by a method"));
}

} // namespace

void followField(OwnerWalk &walk, const OwnerWalk::Step &step) {
  const FieldFact *any = nullptr;
  bool destructorCloses = false;
  std::set<std::string> openers;
  for (const FieldFact &fact : walk.program.fields) {
    if (fact.holder != step.to.holder)
      continue;
    any = &fact;
    destructorCloses |= fact.destructorCloses;
    for (const Problem &hazard : fact.hazards)
      if (!isHandOver(hazard, fact.handOvers))
        return walk.against(
            {hazard.code, "in '" + fact.function + "' " + hazard.message, "", hazard.place});
    CalleePremises premises;
    for (const Passed &passed : fact.passed)
      if (!judgePassed(walk, passed, &premises))
        return;
    if (premises.size() > 1) // the flow of a field is not followed from call to call
      return walk.against(walk.problem("RP207", "in '" + fact.function +
                                                    "' more than one function of " +
                                                    "another unit closes it"));
    for (const HandOver &to : fact.handOvers)
      walk.follow(to, CodeMeaning::Nothing, true);
    if (fact.opens && fact.functionUsr.empty())
      return walk.against(walk.problem("RP225", "'" + step.to.name + "' is opened by a lambda"));
    if (fact.opens && !fact.isConstructor)
      openers.insert(fact.functionUsr);
  }
  if (!any)
    return walk.against(walk.problem("RP225", "nothing was seen that uses '" + step.to.name + "'"));
  if (!liveLongEnough(walk, *any, step.to.name) || walk.endsItself)
    return;
  if (!destructorCloses)
    return walk.against(
        walk.problem("RP303", "no destructor closes '" + step.to.name +
                                  "' on every path: an object may end with it open"));
  openOnce(walk, openers, step.to.name);
}

} // namespace repool
