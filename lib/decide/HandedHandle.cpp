#include "decide/HandedHandle.h"

#include "model/Reasons.h"

#include <algorithm>

namespace repool {

void judgeHandle(OwnerWalk &walk, const Handle &handle, CodeMeaning code, bool lent) {
  const std::string where =
      &handle == &walk.root || handle.function.empty() ? "" : "in '" + handle.function + "' ";
  auto refuse = [&](const Problem &p) {
    Problem copy = p;
    copy.message = where + copy.message;
    const Reason *row = findReason(p.code);
    if (!where.empty() && row && row->verdict == Verdict::Kept)
      copy.code = "RP220"; // what one receiver needs is no reason to keep it for all
    walk.against(std::move(copy));
  };
  for (const Problem &hazard : handle.hazards)
    if (!isHandOver(hazard, handle.handOvers))
      return refuse(hazard);
  CalleePremises premises;
  for (const Passed &passed : handle.passed)
    if (!judgePassed(walk, passed, &premises))
      return;
  const FlowVariant *variant = variantOf(handle, code, premises);
  if (!premises.empty() && !variant)
    return walk.against(walk.problem("RP207", where +
                                                  "more functions of other units may end it than " +
                                                  "repool follows at once"));
  if (variant)
    for (const Problem &hazard : variant->hazards)
      return refuse(hazard);
  for (const Problem &leak : variant ? variant->against : handle.againstPair)
    if (!lent)
      return refuse(leak);
  for (const HandOver &to : handle.handOvers)
    walk.follow(to, handle.code, lent);
}

bool judgePassed(OwnerWalk &walk, const Passed &passed, CalleePremises *premises) {
  auto it = walk.program.parameters.find({passed.usr, passed.parameter});
  if (it == walk.program.parameters.end()) {
    walk.against({"RP206", "it is passed to '" + passed.callee + "', whose body was not seen", "",
                  passed.place});
    return false;
  }
  const ParameterFact &fact = it->second;
  if (!passed.followed && premises && (fact.neverReturns || fact.closing == Closing::Always))
    premises->insert(
        {{passed.usr, passed.parameter}, {passed.usr, passed.parameter, !fact.neverReturns}});
  if (!walk.passedTo.insert({passed.usr, passed.parameter, passed.place}).second)
    return true;
  for (const Problem &hazard : fact.hazards)
    if (!isHandOver(hazard, fact.handOvers)) {
      walk.against(hazard);
      return false;
    }
  if (!passed.followed && !fact.neverReturns &&
      (fact.closing == Closing::Sometimes || (fact.closing == Closing::Always && !premises))) {
    walk.against(walk.problem(
        "RP207", "'" + fact.function + "' closes it" +
                     (fact.closing == Closing::Sometimes ? " on some of its paths" : "")));
    return false;
  }
  for (const HandOver &to : fact.handOvers)
    walk.follow(to, CodeMeaning::Nothing);
  return std::all_of(fact.passed.begin(), fact.passed.end(),
                     [&](const Passed &p) { return judgePassed(walk, p, nullptr); });
}

} // namespace repool
