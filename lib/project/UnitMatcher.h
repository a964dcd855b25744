/// \file
/// Which tokens one unit can see, and the headers that name them for it.
///
///   closure over all files + what the unit may read -> is it chosen; which headers want a unit
#pragma once

#include "project/TokenClosure.h"

#include <set>

namespace repool {

/// What one unit can see of the tokens.
struct UnitMatch {
  bool chosen = false;         ///< its own text, or what cannot be told, asks for a parse
  std::vector<NodeId> headers; ///< sorted; those it may include that name a token
};

/// Narrows the closure to single units: a name means something only where its definition, or the
/// scope that a driver's token asks for, may be included. The name of a member function, often one
/// like `get`, means something only in files that may see the class or that name it.
class UnitMatcher {
public:
  UnitMatcher(const IncludeGraph &graph, const TokenClosure &closure,
              const std::vector<Token> &tokens);

  UnitMatch match(const UnitReach &reach);

  /// The tokens that meant something in a unit, those of the drivers included, sorted.
  [[nodiscard]] std::vector<std::string> names(const std::vector<Token> &tokens) const;

private:
  struct Start {
    Word word;
    bool scoped;
    std::vector<NodeId> scopeHolders; ///< sorted
  };

  [[nodiscard]] std::vector<NodeId> holders(const std::string &scope) const;

  /// A member function that is a token, where it is declared, and of which class.
  struct Member {
    NodeId file;
    Word owner;
    auto operator<=>(const Member &) const = default;
  };

  bool activate(Word word);

  /// Whether a unit that reads \p node may use a token that its own text does not name.
  [[nodiscard]] bool mayHideToken(NodeId node, bool names);

  /// Whether \p word is a token somewhere in the unit.
  [[nodiscard]] bool isToken(Word word) const;

  /// Whether \p word in the text of \p node may mean a token.
  [[nodiscard]] bool means(NodeId node, Word word);

  [[nodiscard]] bool mentions(NodeId node, const NumberedDefinition &definition);

  const std::vector<NodeId> &reachOf(NodeId node);

  bool add(NodeId node, const NumberedDefinition &definition);

  void grow(const UnitReach &reach);

  const IncludeGraph &graph_;
  const TokenClosure &closure_;
  std::vector<Start> starts_;
  std::vector<unsigned> active_; ///< by word: the last unit in which it was a token
  unsigned epoch_ = 0;
  std::map<Word, std::set<Member>> members_;    ///< of this unit
  std::map<NodeId, std::vector<NodeId>> reach_; ///< sorted; filled as needed
  std::set<Word> seen_;                         ///< tokens of any unit
};

} // namespace repool
