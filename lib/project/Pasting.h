/// \file
/// Token pasting: macros that can make a name which no text search finds.
///
///   #define PQ_(x) PQ##x           can make every name that starts with PQ
///   #define CAT(a, b) a##b         can make any; its calls say which: CAT(PQ, finish)
///
/// Works on text only. Where it cannot tell, it says that the macro can make the name.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>

namespace repool {

struct Pastings {
  std::set<std::string> patterns; ///< "PQ*": what the `##` of the file can make
  std::set<std::string> joiners;  ///< macros that join their arguments: "CAT"
};

/// \p text has no escaped line ends.
Pastings findPastings(std::string_view text);

/// Adds to \p joiners the macros of \p text that call one of them; true if there was one.
bool addJoinersOf(std::string_view text, std::set<std::string> &joiners);

/// Whether \p name is one that \p pattern, with `*` for anything, can make.
bool canMake(std::string_view pattern, std::string_view name);

/// Whether an argument of a call to one of \p joiners in \p text satisfies \p isFragment.
bool joinsFragment(std::string_view text, const std::set<std::string> &joiners,
                   const std::function<bool(std::string_view)> &isFragment);

} // namespace repool
