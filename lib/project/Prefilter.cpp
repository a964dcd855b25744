#include "project/Prefilter.h"

#include "llvm/Support/Path.h"
#include "project/Definitions.h"
#include "project/IncludeGraph.h"
#include "project/Pasting.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace repool {

namespace {

using Word = std::uint32_t;

/// A token of the drivers: its last part, and the scopes of which one must be named too.
struct Token {
  std::string last;
  std::vector<std::string> scopes;
};

/// "pqxx::connection" -> {connection, [pqxx]}.
Token splitToken(std::string_view text) {
  Token token;
  for (std::size_t at = text.find("::"); at != std::string_view::npos; at = text.find("::")) {
    if (at > 0)
      token.scopes.emplace_back(text.substr(0, at));
    text.remove_prefix(at + 2);
  }
  token.last = text;
  return token;
}

/// "connection" beside "pqxx::connection" says nothing of its own: the scope is asked for.
std::vector<Token> splitTokens(const std::vector<std::string> &texts) {
  std::vector<Token> tokens;
  std::set<std::string> scoped;
  for (const std::string &text : texts)
    if (Token token = splitToken(text); !token.last.empty()) {
      if (!token.scopes.empty())
        scoped.insert(token.last);
      tokens.push_back(std::move(token));
    }
  std::erase_if(tokens, [&](const Token &token) {
    return token.scopes.empty() && scoped.contains(token.last);
  });
  return tokens;
}

/// A definition with its words as numbers.
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
  bool everyUnit = false; ///< the text cannot tell: whoever may include it is parsed
};

/// The closure of the tokens over all files, whatever unit sees them: an upper bound.
class Closure {
public:
  Closure(const IncludeGraph &graph, const std::vector<Token> &tokens)
      : graph_(graph), findings_(graph.nodes().size()), isToken_(graph.words().size()) {
    holders_.resize(graph.words().size());
    for (NodeId node = 0; node < graph.nodes().size(); ++node)
      for (const Word word : graph.nodes()[node].facts.words)
        holders_[word].push_back(node);
    for (const Token &token : tokens) {
      last_.push_back(token.last);
      addToken(graph.words().find(token.last));
    }
    grow();
    findPastedNames();
    for (NodeFindings &found : findings_)
      finish(found);
  }

  [[nodiscard]] const NodeFindings &of(NodeId node) const { return findings_[node]; }

  /// The files that hold \p word.
  [[nodiscard]] const std::vector<NodeId> &holdersOf(Word word) const { return holders_[word]; }

private:
  /// All names, those of the drivers included, sorted.
  [[nodiscard]] std::vector<std::string> names() const {
    std::set<std::string> names(last_.begin(), last_.end());
    for (const Word word : tokens_)
      names.emplace(graph_.words().text(word));
    return {names.begin(), names.end()};
  }

  void addToken(Word word) {
    if (word == Words::None || isToken_[word])
      return;
    isToken_[word] = true;
    tokens_.push_back(word);
    for (const NodeId node : holders_[word])
      findings_[node].tokens.push_back(word);
  }

  /// Takes each token in turn; the definitions that mention it add theirs.
  void grow() {
    for (std::size_t next = 0; next < tokens_.size(); ++next) {
      const Word token = tokens_[next];
      for (const NodeId node : holders_[token])
        if (graph_.nodes()[node].included && !findings_[node].searched)
          search(node);
      if (const auto known = mentionedBy_.find(token); known != mentionedBy_.end())
        // A copy: adding tokens may search more files.
        for (const auto &[node, index] : std::vector(known->second))
          take(findings_[node], findings_[node].definitions[index]);
    }
  }

  void take(NodeFindings &found, const NumberedDefinition &definition) {
    found.everyUnit |= definition.names.empty();
    for (const Word name : definition.names)
      addToken(name);
  }

  void search(NodeId node) {
    NodeFindings &found = findings_[node];
    found.searched = true;
    std::string storage;
    const Definitions definitions = findDefinitions(graph_.textOf(graph_.nodes()[node], storage));
    found.everyUnit |= definitions.unclear;
    for (const Definition &definition : definitions.all) {
      found.definitions.push_back({numbers(definition.names), numbers(definition.mentions),
                                   graph_.words().find(definition.owner)});
      const NumberedDefinition &added = found.definitions.back();
      for (const Word word : added.mentions)
        mentionedBy_[word].emplace_back(node, found.definitions.size() - 1);
    }
    // Tokens that were taken before this file was searched.
    for (const NumberedDefinition &definition : std::vector(found.definitions))
      if (std::ranges::any_of(definition.mentions, [&](Word word) { return isToken_[word]; }))
        take(found, definition);
  }

  [[nodiscard]] std::vector<Word> numbers(const std::vector<std::string_view> &words) const {
    std::vector<Word> result;
    for (const std::string_view word : words)
      if (const Word number = graph_.words().find(word); number != Words::None)
        result.push_back(number);
    std::ranges::sort(result);
    const auto repeated = std::ranges::unique(result);
    result.erase(repeated.begin(), repeated.end());
    return result;
  }

  void findPastedNames();

  /// Forgets definitions that no token reaches.
  void finish(NodeFindings &found) {
    std::ranges::sort(found.tokens);
    for (NumberedDefinition &definition : found.definitions)
      std::erase_if(definition.mentions, [&](Word word) { return !isToken_[word]; });
    std::erase_if(found.definitions,
                  [](const NumberedDefinition &definition) { return definition.mentions.empty(); });
  }

  const IncludeGraph &graph_;
  std::vector<NodeFindings> findings_;       ///< by node
  std::vector<char> isToken_;                ///< by word
  std::vector<Word> tokens_;                 ///< in the order found
  std::vector<std::string> last_;            ///< last parts of the drivers' tokens
  std::vector<std::vector<NodeId>> holders_; ///< by word
  std::map<Word, std::vector<std::pair<NodeId, std::size_t>>> mentionedBy_;
};

void Closure::findPastedNames() {
  const std::vector<std::string> all = names();
  std::set<std::string> joiners;
  std::vector<NodeId> pasting;
  for (NodeId node = 0; node < findings_.size(); ++node)
    if (graph_.nodes()[node].facts.pastes)
      pasting.push_back(node);
  for (const NodeId node : pasting) {
    std::string storage;
    Pastings found = findPastings(graph_.textOf(graph_.nodes()[node], storage));
    joiners.merge(found.joiners);
    findings_[node].everyUnit |=
        std::ranges::any_of(found.patterns, [&](const std::string &pattern) {
          return std::ranges::any_of(all,
                                     [&](const std::string &n) { return canMake(pattern, n); });
        });
  }
  const auto isFragment = [&](std::string_view word) {
    return word.size() > 1 && std::ranges::any_of(last_, [&](std::string_view name) {
             return name.size() > word.size() && (name.starts_with(word) || name.ends_with(word));
           });
  };
  const auto holdersOfJoiners = [&] {
    std::set<NodeId> nodes;
    for (const std::string &joiner : joiners)
      if (const Word word = graph_.words().find(joiner); word != Words::None)
        nodes.insert(holders_[word].begin(), holders_[word].end());
    return nodes;
  };
  for (bool grown = !joiners.empty(); grown;) {
    grown = false;
    for (const NodeId node : holdersOfJoiners()) {
      std::string storage;
      grown |= addJoinersOf(graph_.textOf(graph_.nodes()[node], storage), joiners);
    }
  }
  for (const NodeId node : holdersOfJoiners()) {
    std::string storage;
    const std::string_view text = graph_.textOf(graph_.nodes()[node], storage);
    findings_[node].everyUnit |= joinsFragment(text, joiners, isFragment);
  }
}

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
  UnitMatcher(const IncludeGraph &graph, const Closure &closure, const std::vector<Token> &tokens)
      : graph_(graph), closure_(closure), active_(graph.words().size(), 0) {
    for (const Token &token : tokens) {
      const Word word = graph.words().find(token.last);
      if (word != Words::None)
        starts_.push_back({word, !token.scopes.empty(), holders(token.scopes)});
    }
  }

  UnitMatch match(const UnitReach &reach) {
    ++epoch_;
    UnitMatch result;
    for (const Start &start : starts_)
      if (!start.scoped || std::ranges::any_of(reach.mayRead, [&](NodeId node) {
            return std::ranges::binary_search(start.scopeHolders, node);
          }))
        activate(start.word);
    members_.clear();
    grow(reach);
    for (const NodeId node : reach.mayRead) {
      const IncludeNode &file = graph_.nodes()[node];
      const bool names = std::ranges::any_of(closure_.of(node).tokens,
                                             [&](Word word) { return means(node, word); });
      result.chosen |= file.unknown || closure_.of(node).everyUnit || !file.readable;
      if (node == reach.main)
        result.chosen |= names;
      else if (names && file.isHeader)
        result.headers.push_back(node);
    }
    return result;
  }

  /// The tokens that meant something in a unit, those of the drivers included, sorted.
  [[nodiscard]] std::vector<std::string> names(const std::vector<Token> &tokens) const {
    std::set<std::string> names;
    for (const Token &token : tokens)
      names.insert(token.last);
    for (const Word word : seen_)
      names.emplace(graph_.words().text(word));
    return {names.begin(), names.end()};
  }

private:
  struct Start {
    Word word;
    bool scoped;
    std::vector<NodeId> scopeHolders; ///< sorted
  };

  [[nodiscard]] std::vector<NodeId> holders(const std::vector<std::string> &scopes) const {
    std::set<NodeId> nodes;
    for (const std::string &scope : scopes)
      if (const Word word = graph_.words().find(scope); word != Words::None)
        nodes.insert(closure_.holdersOf(word).begin(), closure_.holdersOf(word).end());
    return {nodes.begin(), nodes.end()};
  }

  /// A member function that is a token, where it is declared, and of which class.
  struct Member {
    NodeId file;
    Word owner;
    auto operator<=>(const Member &) const = default;
  };

  bool activate(Word word) {
    seen_.insert(word);
    return std::exchange(active_[word], epoch_) != epoch_;
  }

  /// Whether \p word in the text of \p node may mean a token.
  [[nodiscard]] bool means(NodeId node, Word word) {
    if (active_[word] == epoch_)
      return true;
    const auto members = members_.find(word);
    return members != members_.end() &&
           std::ranges::any_of(members->second, [&](const Member &member) {
             return std::ranges::binary_search(reachOf(node), member.file) ||
                    std::ranges::binary_search(graph_.nodes()[node].facts.words, member.owner);
           });
  }

  const std::vector<NodeId> &reachOf(NodeId node) {
    const auto [known, isNew] = reach_.try_emplace(node);
    if (isNew)
      known->second = graph_.reachOf(node);
    return known->second;
  }

  bool add(NodeId node, const NumberedDefinition &definition) {
    bool grown = false;
    for (const Word name : definition.names) {
      if (definition.owner == Words::None || definition.owner == name) {
        grown |= activate(name);
        continue;
      }
      seen_.insert(name);
      grown |= members_[name].insert({node, definition.owner}).second;
    }
    return grown;
  }

  void grow(const UnitReach &reach) {
    for (bool grown = true; grown;) {
      grown = false;
      for (const NodeId node : reach.mayRead)
        for (const NumberedDefinition &definition : closure_.of(node).definitions)
          if (std::ranges::any_of(definition.mentions,
                                  [&](Word word) { return means(node, word); }))
            grown |= add(node, definition);
    }
  }

  const IncludeGraph &graph_;
  const Closure &closure_;
  std::vector<Start> starts_;
  std::vector<unsigned> active_; ///< by word: the last unit in which it was a token
  unsigned epoch_ = 0;
  std::map<Word, std::set<Member>> members_;    ///< of this unit
  std::map<NodeId, std::vector<NodeId>> reach_; ///< sorted; filled as needed
  std::set<Word> seen_;                         ///< tokens of any unit
};

/// What decides which `#if` branches of a header a unit takes, as far as its command says.
std::string variantOf(const CompileUnit &unit) {
  std::string variant = llvm::sys::path::extension(unit.file).str();
  for (std::size_t i = 1; i < unit.arguments.size(); ++i) {
    const std::string &word = unit.arguments[i];
    for (const char *flag : {"-D", "-U", "-x", "-std", "-include", "-imacros", "-m"})
      if (word.starts_with(flag)) {
        variant += '\0' + word;
        if (word == flag && i + 1 < unit.arguments.size())
          variant += '\0' + unit.arguments[++i];
        break;
      }
  }
  return variant;
}

std::string languageOf(const CompileUnit &unit) {
  return llvm::sys::path::extension(unit.file) == ".c" ? "c" : "c++";
}

/// Sees to it that each matching header is parsed with some unit.
class HeaderCover {
public:
  HeaderCover(const std::vector<CompileUnit> &units, const IncludeGraph &graph,
              std::vector<UnitMatch> &matches)
      : units_(units), graph_(graph), matches_(matches) {
    for (std::size_t unit = 0; unit < matches.size(); ++unit)
      for (const NodeId header : matches[unit].headers)
        includers_[header].push_back(unit);
  }

  void run() {
    for (const auto &[header, includers] : includers_) {
      // C and C++ read a header differently; other flags may take other branches of it.
      const bool conditional = graph_.nodes()[header].facts.conditional;
      std::map<std::string, std::vector<std::size_t>> variants;
      for (const std::size_t unit : includers)
        variants[conditional ? variantOf(units_[unit]) : languageOf(units_[unit])].push_back(unit);
      for (const auto &[variant, members] : variants)
        cover(header, members);
    }
  }

private:
  void cover(NodeId header, const std::vector<std::size_t> &includers) {
    const auto surely = [&](std::size_t unit) {
      return std::ranges::binary_search(graph_.reaches()[unit].surelyRead, header);
    };
    if (std::ranges::any_of(
            includers, [&](std::size_t unit) { return matches_[unit].chosen && surely(unit); }))
      return;
    if (const auto first = std::ranges::find_if(includers, surely); first != includers.end()) {
      matches_[*first].chosen = true;
      return;
    }
    for (const std::size_t unit : includers)
      matches_[unit].chosen = true;
  }

  const std::vector<CompileUnit> &units_;
  const IncludeGraph &graph_;
  std::vector<UnitMatch> &matches_;
  std::map<NodeId, std::vector<std::size_t>> includers_; ///< of matching headers
};

std::string skipReason(const UnitMatch &match, const IncludeGraph &graph) {
  if (match.headers.empty())
    return "names no connection call";
  return "names no connection call; '" +
         llvm::sys::path::filename(graph.nodes()[match.headers.front()].path).str() +
         "', which does, is parsed with another unit";
}

} // namespace

PrefilterResult prefilter(const std::vector<CompileUnit> &units,
                          const std::vector<std::string> &tokens, const std::string &root,
                          SourceStore &sources) {
  const std::vector<Token> split = splitTokens(tokens);
  const IncludeGraph graph(units, root, sources);
  const Closure closure(graph, split);
  UnitMatcher matcher(graph, closure, split);
  std::vector<UnitMatch> matches;
  for (const UnitReach &reach : graph.reaches())
    matches.push_back(matcher.match(reach));
  HeaderCover(units, graph, matches).run();

  PrefilterResult result;
  result.tokens = matcher.names(split);
  for (std::size_t unit = 0; unit < units.size(); ++unit) {
    if (matches[unit].chosen)
      result.parse.push_back(unit);
    else
      result.skipped.push_back({units[unit].file, skipReason(matches[unit], graph)});
  }
  return result;
}

std::vector<std::size_t> unitsThatMayInclude(const std::vector<CompileUnit> &units,
                                             const std::string &header, const std::string &root,
                                             SourceStore &sources) {
  const IncludeGraph graph(units, root, sources);
  const std::string name = sources.canonical(header);
  std::vector<std::size_t> result;
  for (std::size_t unit = 0; unit < units.size(); ++unit)
    if (std::ranges::any_of(graph.reaches()[unit].mayRead, [&](NodeId node) {
          const IncludeNode &file = graph.nodes()[node];
          return file.path == name || file.unknown || !file.readable;
        }))
      result.push_back(unit);
  return result;
}

} // namespace repool
