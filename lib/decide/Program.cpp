#include "decide/Program.h"

#include <algorithm>

namespace repool {

namespace {

/// Two handles whose regions meet would need nested lambdas: two leases read better.
void keepRegionsApart(std::vector<Handle> &handles) {
  for (Handle &a : handles)
    for (const Handle &b : handles)
      if (&a != &b && a.file == b.file && a.region && !b.opens.empty() &&
          a.functionSpan.overlaps(b.functionSpan) &&
          (a.region->span.contains(b.opens.front().call) ||
           (b.region && b.region->span.contains(a.opens.front().call)))) {
        a.againstWrap.push_back({"RP305", "another connection is opened in the same region", "",
                                 b.opens.front().place});
        break;
      }
}

using Key = std::pair<std::string, std::uint32_t>;

Key keyOf(const Handle &handle) {
  return {handle.file, handle.opens.front().call.begin};
}

/// A unit that holds the body of a callee knows more than one that sees only its declaration; what
/// both know counts.
void weaken(std::vector<Passed> &known, const std::vector<Passed> &other) {
  for (std::size_t i = 0; i < known.size() && i < other.size(); ++i)
    known[i].followed = known[i].followed && other[i].followed;
}

void addHandle(std::map<Key, Handle> &byPlace, Handle handle) {
  auto [it, isNew] = byPlace.try_emplace(keyOf(handle), handle);
  if (isNew)
    return;
  weaken(it->second.passed, handle.passed);
  weaken(handle.passed, it->second.passed);
  // A unit without the body of a callee asks more "what if"s than one that has it.
  if (handle.variants.size() > it->second.variants.size())
    it->second.variants = handle.variants;
  handle.variants = it->second.variants;
  if (it->second == handle)
    return;
  const auto disagrees = [](const Problem &p) { return p.code == "RP408"; };
  auto &hazards = it->second.hazards;
  if (std::none_of(hazards.begin(), hazards.end(), disagrees))
    hazards.insert(hazards.begin(),
                   {"RP408", "units disagree about this code", "", handle.opens.front().place});
}

/// A range that some unit compiles is not inactive; one that all leave out is.
std::vector<InactiveMention> inactiveEverywhere(const std::vector<TuFacts> &units,
                                                std::vector<InactiveMention> TuFacts::*mentions) {
  std::map<InactiveMention, unsigned> seen;
  std::map<std::string, unsigned> readers;
  for (const TuFacts &unit : units) {
    for (const InactiveMention &mention :
         std::set((unit.*mentions).begin(), (unit.*mentions).end()))
      ++seen[mention];
    for (const std::string &file : unit.files)
      ++readers[file];
  }
  std::vector<InactiveMention> result;
  for (const auto &[mention, count] : seen)
    if (count >= readers[mention.place.file])
      result.push_back(mention);
  return result;
}

void gatherReceived(const std::vector<TuFacts> &units, ProgramFacts &program) {
  std::map<std::string, std::map<Key, Handle>> bySource; // a call may hand out two handles
  std::set<CloseMention> closes;
  std::set<HolderMention> named;
  std::set<OwnerDecl> owners;
  std::set<Instance> instances;
  std::set<MemberCall> calls;
  for (const TuFacts &unit : units) {
    for (const Handle &handle : unit.received)
      addHandle(bySource[handle.sources.front()], handle);
    closes.insert(unit.closes.begin(), unit.closes.end());
    named.insert(unit.named.begin(), unit.named.end());
    owners.insert(unit.owners.begin(), unit.owners.end());
    instances.insert(unit.instances.begin(), unit.instances.end());
    calls.insert(unit.memberCalls.begin(), unit.memberCalls.end());
    for (const FieldFact &fact : unit.fields) // what units say differently counts twice
      if (std::find(program.fields.begin(), program.fields.end(), fact) == program.fields.end())
        program.fields.push_back(fact);
  }
  for (auto &[source, byPlace] : bySource)
    for (auto &[key, handle] : byPlace)
      program.received.push_back(std::move(handle));
  std::stable_sort(program.received.begin(), program.received.end(),
                   [](const Handle &a, const Handle &b) {
                     return a.opens.front().place < b.opens.front().place;
                   });
  program.closes.assign(closes.begin(), closes.end());
  program.named.assign(named.begin(), named.end());
  program.owners.assign(owners.begin(), owners.end());
  program.instances.assign(instances.begin(), instances.end());
  program.memberCalls.assign(calls.begin(), calls.end());
  std::stable_sort(program.fields.begin(), program.fields.end(),
                   [](const FieldFact &a, const FieldFact &b) { return a.place < b.place; });
}

/// \p direct: the call stands in the function that opens, so that its flow knew of the close.
void follow(const std::vector<Passed> &passed, const ProgramFacts &program, bool direct,
            std::set<std::pair<std::string, unsigned>> &visited, PassedOn &out) {
  for (const Passed &p : passed) {
    if (!visited.insert({p.usr, p.parameter}).second)
      continue;
    auto it = program.parameters.find({p.usr, p.parameter});
    if (it == program.parameters.end()) {
      out.hazards.push_back(
          {"RP206", "it is passed to '" + p.callee + "', whose body was not seen", "", p.place});
      continue;
    }
    const ParameterFact &fact = it->second;
    out.hazards.insert(out.hazards.end(), fact.hazards.begin(), fact.hazards.end());
    if (!fact.closes.empty()) {
      if (direct && p.followed)
        out.closers.push_back(&fact);
      else
        out.hazards.push_back(
            {"RP207",
             "'" + fact.function + "' closes it" +
                 (fact.closing == Closing::Sometimes ? " on some of its paths" : ""),
             "", fact.closes.front().place});
    }
    follow(fact.passed, program, false, visited, out);
  }
}

} // namespace

ProgramFacts gather(const std::vector<TuFacts> &units) {
  ProgramFacts program;
  std::map<Key, Handle> byPlace;
  for (const TuFacts &unit : units) {
    for (const Handle &handle : unit.handles)
      addHandle(byPlace, handle);
    for (const ParameterFact &fact : unit.parameters) {
      auto [it, isNew] = program.parameters.try_emplace({fact.usr, fact.parameter}, fact);
      if (!isNew && !(it->second.session == fact.session))
        it->second.session.touches.push_back(
            {{fact.file, 0, 0}, "units disagree about '" + fact.function + "'"});
      if (!isNew && fact.closing != it->second.closing)
        it->second.closing = Closing::Sometimes;
      it->second.neverReturns &= fact.neverReturns;
      if (!isNew && !(it->second == fact)) // two bodies under one name: believe the worse of each
        for (const Problem &hazard : fact.hazards)
          if (std::find(it->second.hazards.begin(), it->second.hazards.end(), hazard) ==
              it->second.hazards.end())
            it->second.hazards.push_back(hazard);
    }
  }
  for (auto &[key, handle] : byPlace)
    program.handles.push_back(std::move(handle));
  keepRegionsApart(program.handles);
  program.calls = joinCalls(units);
  program.inactive = inactiveEverywhere(units, &TuFacts::inactive);
  program.inactiveCloses = inactiveEverywhere(units, &TuFacts::inactiveCloses);
  gatherReceived(units, program);
  return program;
}

PassedOn followPassed(const std::vector<Passed> &passed, const ProgramFacts &program) {
  PassedOn result;
  std::set<std::pair<std::string, unsigned>> visited;
  follow(passed, program, true, visited, result);
  return result;
}

} // namespace repool
