/// \file
/// Tokens of the drivers -> all names that may stand for them in some file.
///
///   pqxx::connection, using Conn = pqxx::connection, struct Db : Conn  ->  connection, Conn, Db
///
/// Over all files, whatever unit sees them: an upper bound, which UnitMatcher.h narrows.
#pragma once

#include "project/IncludeGraph.h"

#include <map>
#include <string>
#include <vector>

namespace repool {

using Word = std::uint32_t;

/// A token of the drivers: its last part, and the outermost scope, which must be named too, be it
/// by an alias or `using namespace`.
struct Token {
  std::string last;
  std::string scope; ///< empty: none
};

/// "connection" beside "pqxx::connection" says nothing of its own: the scope is asked for.
std::vector<Token> splitTokens(const std::vector<std::string> &texts);

/// A definition with its words as numbers; without a name (`operator<<`) no text tells who uses it.
struct NumberedDefinition {
  std::vector<Word> names;
  std::vector<Word> mentions;
  Word owner = Words::None; ///< the class whose member it is
};

/// What the search found in one node of the graph.
struct NodeFindings {
  bool searched = false;                       ///< its definitions have been taken
  std::vector<NumberedDefinition> definitions; ///< only of included files that name a token
  std::vector<Word> tokens;                    ///< those of the closure that it names
  bool unclear = false;                        ///< its text may define anything by what it names
  std::vector<Word> makes;                     ///< those that its macros can make by pasting
  bool everyUnit = false; ///< can make one that no text names: whoever may include it is parsed
};

/// Complete when it is made.
class TokenClosure {
public:
  TokenClosure(const IncludeGraph &graph, const std::vector<Token> &tokens);

  [[nodiscard]] const NodeFindings &of(NodeId node) const { return findings_[node]; }

  /// The files that hold \p word.
  [[nodiscard]] const std::vector<NodeId> &holdersOf(Word word) const { return holders_[word]; }

private:
  void addToken(Word word);

  /// Takes each token in turn; the definitions that mention it add theirs.
  void grow();

  void take(const NumberedDefinition &definition);

  void search(NodeId node);

  [[nodiscard]] std::vector<Word> numbers(const std::vector<std::string_view> &words) const;

  void findPastedNames();

  /// Forgets definitions that no token reaches.
  void finish(NodeFindings &found);

  const IncludeGraph &graph_;
  std::vector<NodeFindings> findings_;       ///< by node
  std::vector<char> isToken_;                ///< by word
  std::vector<Word> tokens_;                 ///< in the order found
  std::vector<std::string> last_;            ///< last parts of the drivers' tokens
  std::vector<std::vector<NodeId>> holders_; ///< by word
  std::map<Word, std::vector<std::pair<NodeId, std::size_t>>> mentionedBy_;
};

} // namespace repool
