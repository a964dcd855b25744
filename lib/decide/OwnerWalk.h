/// \file
/// The way of one connection from holder to holder: what was seen, what is still to be followed.
///
///   Owners follows the steps -> HandedHandle, Receivers, FieldOwner judge each and add further
///   steps
///
/// Lives for one followOwners(). The first thing that speaks against the pool ends the walk; each
/// holder is followed once, so a program that hands a connection round in a circle ends it too.
#pragma once

#include "decide/LineOf.h"
#include "decide/Owners.h"

namespace repool {

/// \p hazard is that of a hand-over, which is followed instead.
bool isHandOver(const Problem &hazard, const std::vector<HandOver> &handOvers);

/// How long those hold the connection who hold it at last.
struct OwnerLifetime {
  void keep(const char *reason, std::string who) {
    code = reason;
    keeper = std::move(who);
  }

  const char *code = "";
  std::string keeper;  ///< who holds it for the life of the program
  std::string perCall; ///< who opens it per call
};

struct OwnerWalk {
  struct Step {
    HandOver to;
    CodeMeaning code = CodeMeaning::Nothing; ///< of the function that hands over
    bool lent = false; ///< an object goes on owning it: `PGconn *raw() { return conn_; }`
  };

  OwnerWalk(const Handle &handle, const DriverSpec &ofDriver, const ProgramFacts &all);

  /// Speaks against the pool; the first one counts.
  void against(Problem problem);

  /// At the open.
  Problem problem(const char *code, std::string message) const;

  /// The connection goes on to \p to.
  void follow(const HandOver &to, CodeMeaning code, bool lent = false);

  const Handle &root;
  const DriverSpec &driver;
  const ProgramFacts &program;
  const bool endsItself;  ///< no close is called for it
  const bool changesType; ///< what holds it becomes a lease
  OwnedHandle out;
  std::vector<Step> work;
  std::set<std::string> visited; ///< holders
  std::set<std::tuple<std::string, unsigned, Place>> passedTo;
  std::set<const Handle *> received;
  OwnerLifetime lifetime;
};

} // namespace repool
