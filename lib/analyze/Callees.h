/// \file
/// What a called function of the same unit means for control flow and for a handle given to it.
///
///   static void do_exit(PGconn *c) { PQfinish(c); exit(1); }   ->  closes it, never returns
///
/// Asked by flow at each call. A function without a body in this unit has no effect that is known:
/// it returns, and what it does to the handle is left to the program-wide facts.
#pragma once

#include "find/FindOpens.h"
#include "llvm/ADT/DenseMap.h"

#include <map>

namespace repool {

/// The flow of a handle that is open on entry.
struct HeldFacts {
  Closing closing = Closing::Never;
  std::vector<Problem> hazards; ///< RP301 used after close, RP302 closed twice
};

class Callees {
public:
  Callees(const SourceMap &map, const DriverIndex &index) : map_(map), index_(index) {}

  /// Every path of \p callee ends in a call that does not return.
  bool neverReturns(const clang::FunctionDecl *callee);

  /// What \p callee does with its parameter \p parameter, a pointer handle of \p driver that is
  /// open when it is called. Nothing where no body was seen.
  const HeldFacts &held(const clang::FunctionDecl *callee, unsigned parameter,
                        const DriverSpec &driver);

  /// \p callee is seen to use what its parameter \p parameter points to, and to put nothing else
  /// there: `create_tables(&db)` opens nothing.
  bool merelyUses(const clang::FunctionDecl *callee, unsigned parameter, const DriverSpec &driver);

  const SourceMap &map() const { return map_; }

private:
  const clang::FunctionDecl *seenWith(const clang::FunctionDecl *callee, unsigned parameter) const;

  const SourceMap &map_;
  const DriverIndex &index_;
  llvm::DenseMap<const clang::FunctionDecl *, bool> neverReturns_;
  std::map<std::pair<const clang::FunctionDecl *, unsigned>, HeldFacts> held_;
};

} // namespace repool
