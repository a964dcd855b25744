#include "decide/Decide.h"

#include "decide/Owners.h"
#include "decide/PerRequest.h"
#include "decide/Probe.h"
#include "decide/Session.h"
#include "decide/Strategies.h"

#include <algorithm>

namespace repool {

namespace {

Ruling ruling(const Problem &reason) {
  const Reason *row = findReason(reason.code);
  assert(row && "every code has a row in the table of reasons");
  Ruling result{.verdict = row->verdict, .reason = reason};
  if (result.reason.hint.empty())
    result.reason.hint = row->hint;
  return result;
}

Problem at(const Handle &handle, const char *code, std::string message) {
  return {code, std::move(message), "", handle.opens.front().place};
}

bool isMemoryDatabase(const std::string &text) {
  return text.empty() || text == ":memory:" || text.starts_with("file::memory:") ||
         (text.starts_with("file:") && text.find("mode=memory") != std::string::npos);
}

/// Why pooling the handle would gain nothing or break something.
std::optional<Problem> whyKept(const Handle &handle, const std::vector<Problem> &hazards,
                               const ProgramFacts &program, const DecideOptions &options) {
  if (handle.driver == "sqlite")
    for (const Open &open : handle.opens)
      if (open.literal && isMemoryDatabase(*open.literal))
        return at(handle, "RP104",
                  "it opens the in-memory or temporary database '" + *open.literal + "'");
  if (handle.kind == HandleKind::Global)
    return at(handle, "RP102",
              handle.name.empty() ? "it is stored in static storage"
                                  : "it is stored in " + handle.name + ", which is static");
  for (const Problem &hazard : hazards)
    if (const Reason *row = findReason(hazard.code); row && row->verdict == Verdict::Kept)
      return hazard;
  if (options.perRequest)
    return std::nullopt;
  const bool inLoop =
      std::any_of(handle.opens.begin(), handle.opens.end(), [](const Open &o) { return o.inLoop; });
  if (handle.inMain && !inLoop)
    return at(handle, "RP101", "it is opened in main, outside any loop");
  if (auto problem = whyNotPerRequest(handle.functionId, inLoop, handle.usedInLoop, program.calls,
                                      {.assumeServer = options.assumeServer})) {
    problem->place = handle.opens.front().place;
    return problem;
  }
  if (isLocal(handle.kind) && !executes(handle, program) && hazards.empty())
    return at(handle, "RP103", "it is opened, tested and closed; nothing is executed");
  return std::nullopt;
}

/// How the handle is held, where that alone needs a person.
std::optional<Problem> whyHeldElsewhere(const Handle &handle) {
  const std::string opener = "what '" + handle.opens.front().opener + "' opens ";
  switch (handle.kind) {
  case HandleKind::LocalObject:
  case HandleKind::LocalPointer:
  case HandleKind::LocalOwner:
  case HandleKind::Global:
    return std::nullopt;
  case HandleKind::Member:
    return at(handle, "RP202",
              opener + "is stored in " + (handle.name.empty() ? "an object" : handle.name));
  case HandleKind::Returned:
    return at(handle, "RP201", opener + "is returned by '" + handle.function + "'");
  case HandleKind::OutParameter:
    return at(handle, "RP203",
              opener + "is handed out through " +
                  (handle.name.empty() ? "an argument" : handle.name));
  case HandleKind::Heap:
    return at(handle, "RP204",
              opener + "is held by " + (handle.name.empty() ? "the heap" : handle.name));
  case HandleKind::Temporary:
    return at(handle, "RP205", opener + "has no name");
  case HandleKind::Unknown:
    return at(handle, "RP305", opener + "goes where repool cannot follow it");
  }
  return std::nullopt;
}

std::optional<Problem> whyTextUnfit(const Handle &handle, const DriverSpec &driver) {
  for (const Open &open : handle.opens) {
    if (open.inMacro)
      return at(handle, "RP401", "'" + open.opener + "' is spelled by a macro");
    if (driver.handleIsObject && open.args.size() > 1)
      return at(handle, "RP213", "'" + open.opener + "' takes more than its connection text here");
  }
  return std::nullopt;
}

std::vector<std::string> describe(const Handle &handle, const std::vector<Problem> &hazards,
                                  const ProgramFacts &program) {
  std::vector<std::string> facts;
  auto line = [](const Place &place) { return "line " + std::to_string(place.line); };
  for (const Open &open : handle.opens)
    facts.push_back("opened by '" + open.opener + "' at " + line(open.place) +
                    (open.inLoop ? ", inside a loop" : ""));
  for (const Close &close : handle.closes)
    facts.push_back("closed by '" + close.closer + "' at " + line(close.place));
  for (const Passed &passed : handle.passed)
    facts.push_back("passed to '" + passed.callee + "' at " + line(passed.place));
  facts.push_back(handle.executes ? "statements are executed on it" : "nothing is executed on it");
  if (std::string often = describeFrequency(handle.functionId, program.calls); !often.empty())
    facts.push_back(std::move(often));
  for (const Problem &hazard : hazards)
    facts.push_back(hazard.code + ": " + hazard.message + " (" + line(hazard.place) + ")");
  for (const Problem &problem : handle.againstWrap)
    facts.push_back("no wrap: " + problem.message);
  for (const Problem &problem : handle.againstPair)
    facts.push_back("no pair: " + problem.message);
  return facts;
}

/// By the function itself, or by a helper that returns.
bool isEverClosed(const Handle &handle, const std::vector<const ParameterFact *> &closers) {
  return !handle.closes.empty() ||
         std::any_of(closers.begin(), closers.end(),
                     [](const ParameterFact *helper) { return helper->closing != Closing::Never; });
}

/// The strategy to use, or the objection of the one that came closest (the last applicable row).
Ruling choose(const Handle &handle, const DriverSpec &driver, const DecideOptions &options,
              const std::map<Strategy, Problem> &banned,
              const std::vector<const ParameterFact *> &closers) {
  std::optional<Problem> objection;
  for (const StrategyRow &row : strategyTable()) {
    const bool isForced = options.style != Style::Auto && handle.language == Language::Cxx;
    if (isForced && row.style != options.style)
      continue;
    if (auto it = banned.find(row.strategy); it != banned.end()) {
      objection = it->second;
      continue;
    }
    std::optional<Problem> problem = row.against(handle, driver, options);
    if (!problem && row.strategy == Strategy::Pair && !isEverClosed(handle, closers))
      problem = at(handle, "RP303", "'" + handle.name + "' is never closed");
    // A lease would give back what the helper has given back already.
    if (!closers.empty() && (!problem || problem->code == "RP308"))
      if (row.strategy != Strategy::Pair)
        problem = at(handle, "RP207", "'" + closers.front()->function + "' closes it");
    if (!problem)
      return {.verdict = Verdict::Rewritten, .strategy = row.strategy};
    if (!objection || problem->code != "RP308")
      objection = problem;
  }
  return ruling(*objection);
}

/// A handle that is connected in place becomes another one by it. What got the old one before is
/// not told from what gets the new one where a helper or a variable that is no pointer is between.
std::optional<Problem> whyNotFollowed(const Handle &handle, const PassedOn &passedOn) {
  if (std::none_of(handle.opens.begin(), handle.opens.end(),
                   [](const Open &open) { return open.inPlace; }))
    return std::nullopt;
  if (!passedOn.hazards.empty())
    return passedOn.hazards.front();
  if (handle.value && !handle.handOvers.empty())
    return at(handle, "RP219", "the address of '" + handle.name + "' leaves the function");
  return std::nullopt;
}

/// A handle that leaves its function: the open and every close of the program, or a person.
Ruling decideOwned(const Handle &handle, const DriverSpec &driver, const ProgramFacts &program,
                   const std::map<Strategy, Problem> &banned) {
  if (auto it = banned.find(Strategy::Pair); it != banned.end())
    return ruling(it->second);
  for (const Open &open : handle.opens)
    if (isEndedByCalls(handle.shape) && !hasPair(open, driver))
      return ruling(at(handle, "RP213", "'" + open.opener + "' has no pooled form in C"));
  if (auto unfit = whyTextUnfit(handle, driver))
    return ruling(*unfit);
  OwnedHandle owned = followOwners(handle, driver, program);
  Ruling result = owned.against ? ruling(*owned.against)
                                : Ruling{.verdict = Verdict::Rewritten, .strategy = Strategy::Pair};
  result.facts = std::move(owned.chain);
  if (!owned.against) {
    result.closes = std::move(owned.closes);
    result.retyped = std::move(owned.retyped);
    result.members = std::move(owned.members);
    result.owners = std::move(owned.names);
  }
  return result;
}

/// A pair can follow what is handed over; a forced lease or wrap cannot.
bool mayFollow(const Handle &handle, const DecideOptions &options) {
  return (options.style == Style::Auto || options.style == Style::Pair ||
          handle.language == Language::C);
}

/// A helper in another unit closes it, so that the unit's own flow sees a leak.
bool isClosedElsewhere(const Handle &handle, const ProgramFacts &program) {
  return handle.kind == HandleKind::LocalPointer &&
         std::any_of(handle.passed.begin(), handle.passed.end(), [&](const Passed &passed) {
           auto it = program.parameters.find({passed.usr, passed.parameter});
           return !passed.followed && it != program.parameters.end() &&
                  !it->second.closes.empty() &&
                  (it->second.closing != Closing::Sometimes || it->second.neverReturns);
         });
}

/// Of a callback that writes nothing to the database.
std::string whetherTwice(const Handle &handle) {
  const std::optional<Effect> &effect = handle.region->effect;
  if (!effect)
    return "session: the callback writes nothing and may run twice";
  return "session: the callback may not run twice: " + effect->what + " (line " +
         std::to_string(effect->place.line) + ")";
}

} // namespace

Ruling decide(const Handle &handle, const DriverSpec &driver, const ProgramFacts &program,
              const DecideOptions &options, const std::vector<Problem> &outside,
              const std::map<Strategy, Problem> &banned) {
  std::vector<Problem> hazards = handle.hazards;
  const PassedOn passedOn = followPassed(handle.passed, program);
  hazards.insert(hazards.end(), passedOn.hazards.begin(), passedOn.hazards.end());
  if (options.perRequest) // who says so knows of the fork
    std::erase_if(hazards, [](const Problem &p) { return p.code == "RP107"; });
  static const Schema none;
  const SessionProof session =
      proveSession(handle, driver, program, options.schema ? *options.schema : none);
  hazards.insert(hazards.end(), session.hazards.begin(), session.hazards.end());
  auto withFacts = [&](Ruling result) {
    std::vector<std::string> facts = describe(handle, hazards, program);
    facts.insert(facts.end(), session.facts.begin(), session.facts.end());
    facts.insert(facts.end(), result.facts.begin(), result.facts.end());
    result.facts = std::move(facts);
    result.isStateless = session.isStateless;
    if (session.isReadOnly && result.strategy == Strategy::Wrap && handle.region) {
      result.isReadOnly = !handle.region->effect;
      result.facts.push_back(whetherTwice(handle));
    }
    return result;
  };
  auto isSuppression = [](const Problem &p) {
    const Reason *row = findReason(p.code);
    return row && row->verdict == Verdict::Suppressed;
  };
  if (auto it = std::find_if(outside.begin(), outside.end(), isSuppression); it != outside.end())
    return withFacts(ruling(*it));
  // Before anything that one of them says: what keeps it there may not keep it here.
  if (auto it = std::find_if(hazards.begin(), hazards.end(),
                             [](const Problem &p) { return p.code == "RP408"; });
      it != hazards.end())
    return withFacts(ruling(*it));
  if (auto kept = whyKept(handle, hazards, program, options))
    return withFacts(ruling(*kept));
  if (driver.header.empty())
    return withFacts(ruling(at(handle, "RP215", "the runtime has no driver for " + driver.name)));
  if ((!handle.handOvers.empty() || handle.shape == OwnerShape::Deleter ||
       isClosedElsewhere(handle, program)) &&
      mayFollow(handle, options)) {
    if (auto problem = whyNotFollowed(handle, passedOn))
      return withFacts(ruling(*problem));
    return withFacts(outside.empty() ? decideOwned(handle, driver, program, banned)
                                     : ruling(outside.front()));
  }
  if (auto held = whyHeldElsewhere(handle))
    return withFacts(ruling(*held));
  if (!hazards.empty())
    return withFacts(ruling(hazards.front()));
  if (!outside.empty())
    return withFacts(ruling(outside.front()));
  if (auto unfit = whyTextUnfit(handle, driver))
    return withFacts(ruling(*unfit));
  Ruling result = choose(handle, driver, options, banned, passedOn.closers);
  result.closers = passedOn.closers;
  return withFacts(std::move(result));
}

} // namespace repool
