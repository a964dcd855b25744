/// \file
/// The facts of all units as one program: the same header seen many times is one set of handles.
///
///   [TuFacts] -> ProgramFacts
///
/// Equal facts of several units are one; different facts about the same bytes become RP408, never a
/// silent choice. Pure, and independent of the order of the units.
#pragma once

#include "decide/CallGraph.h"
#include "model/Facts.h"

#include <map>
#include <set>

namespace repool {

struct ProgramFacts {
  std::vector<Handle> handles; ///< by place of their first open
  std::map<std::pair<std::string, unsigned>, ParameterFact> parameters; ///< by USR and index
  CallGraph calls;
  std::vector<InactiveMention> inactive; ///< inactive in every unit that saw the file
  std::vector<Handle> received;          ///< by place of the first call that fills them
  std::vector<CloseMention> closes;      ///< sorted
  std::vector<HolderMention> named;      ///< sorted
  std::vector<InactiveMention> inactiveCloses;
  std::vector<FieldFact> fields;       ///< by place of the body
  std::vector<OwnerDecl> owners;       ///< sorted
  std::vector<Instance> instances;     ///< sorted
  std::vector<MemberCall> memberCalls; ///< sorted
};

ProgramFacts gather(const std::vector<TuFacts> &units);

/// What follows from passing a handle on, through all functions of the program.
struct PassedOn {
  std::vector<Problem> hazards;
  std::vector<const ParameterFact *> closers; ///< helpers whose closes belong to the handle's group
};

PassedOn followPassed(const std::vector<Passed> &passed, const ProgramFacts &program);

} // namespace repool
