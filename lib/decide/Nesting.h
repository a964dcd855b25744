/// \file
/// Borrows inside borrows: a region from whose calls another connection is borrowed.
///
///   void outer() { borrow a; inner(); }   void inner() { borrow b; }    two at once, by one thread
///
/// The pool lends a second one from its reserve and deeper ones only while a place is free, so the
/// report names each nesting; what is deeper than any pool of the default size, or has no bound, is
/// not rewritten (RP114). Follows calls, those of virtual methods and of fields included: what a
/// thread or a callback borrows is its own. Pure.
#pragma once

#include "decide/Program.h"

#include <optional>

namespace repool {

struct Nesting {
  unsigned depth = 1;   ///< connections held at once, this one included
  bool endless = false; ///< it reaches itself while it holds the connection
  std::string chain;    ///< "outer -> audit -> log"; empty if nothing is nested
};

/// The nesting of each of \p borrowers (handles that will borrow), in their order.
std::vector<Nesting> nestings(const std::vector<const Handle *> &borrowers, const CallGraph &graph);

/// Deeper than the default pool lends to one thread: max - 1, see docs/runtime.md.
inline constexpr unsigned DeepestNesting = 9;

std::optional<Problem> whyTooDeep(const Handle &handle, const Nesting &nesting);

} // namespace repool
