#include "project/TokenClosure.h"

#include "project/Definitions.h"
#include "project/Pasting.h"

#include <algorithm>
#include <set>

namespace repool {

namespace {

/// "sql::mysql::MySQL_Driver" -> {MySQL_Driver, sql}.
Token splitToken(std::string_view text) {
  Token token;
  for (std::size_t at = text.find("::"); at != std::string_view::npos; at = text.find("::")) {
    if (token.scope.empty())
      token.scope = text.substr(0, at);
    text.remove_prefix(at + 2);
  }
  token.last = text;
  return token;
}

} // namespace

std::vector<Token> splitTokens(const std::vector<std::string> &texts) {
  std::vector<Token> tokens;
  std::set<std::string> scoped;
  for (const std::string &text : texts)
    if (Token token = splitToken(text); !token.last.empty()) {
      if (!token.scope.empty())
        scoped.insert(token.last);
      tokens.push_back(std::move(token));
    }
  std::erase_if(tokens, [&](const Token &token) {
    return token.scope.empty() && scoped.contains(token.last);
  });
  return tokens;
}

TokenClosure::TokenClosure(const IncludeGraph &graph, const std::vector<Token> &tokens)
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

void TokenClosure::addToken(Word word) {
  if (word == Words::None || isToken_[word])
    return;
  isToken_[word] = true;
  tokens_.push_back(word);
  for (const NodeId node : holders_[word])
    findings_[node].tokens.push_back(word);
}

void TokenClosure::grow() {
  for (std::size_t next = 0; next < tokens_.size(); ++next) {
    const Word token = tokens_[next];
    for (const NodeId node : holders_[token])
      if (graph_.nodes()[node].included && !findings_[node].searched)
        search(node);
    if (const auto known = mentionedBy_.find(token); known != mentionedBy_.end())
      for (const auto &[node, index] : known->second)
        take(findings_[node].definitions[index]);
  }
}

void TokenClosure::take(const NumberedDefinition &definition) {
  for (const Word name : definition.names)
    addToken(name);
}

void TokenClosure::search(NodeId node) {
  NodeFindings &found = findings_[node];
  found.searched = true;
  std::string storage;
  const Definitions definitions = findDefinitions(graph_.textOf(graph_.nodes()[node], storage));
  found.unclear = definitions.unclear;
  for (const Definition &definition : definitions.all) {
    found.definitions.push_back({numbers(definition.names), numbers(definition.mentions),
                                 graph_.words().find(definition.owner)});
    const NumberedDefinition &added = found.definitions.back();
    for (const Word word : added.mentions)
      mentionedBy_[word].emplace_back(node, found.definitions.size() - 1);
  }
  // Tokens that were taken before this file was searched.
  for (const NumberedDefinition &definition : found.definitions)
    if (std::ranges::any_of(definition.mentions, [&](Word word) { return isToken_[word]; }))
      take(definition);
}

std::vector<Word> TokenClosure::numbers(const std::vector<std::string_view> &words) const {
  std::vector<Word> result;
  for (const std::string_view word : words)
    if (const Word number = graph_.words().find(word); number != Words::None)
      result.push_back(number);
  std::ranges::sort(result);
  const auto repeated = std::ranges::unique(result);
  result.erase(repeated.begin(), repeated.end());
  return result;
}

void TokenClosure::finish(NodeFindings &found) {
  std::ranges::sort(found.tokens);
  for (NumberedDefinition &definition : found.definitions)
    std::erase_if(definition.mentions, [&](Word word) { return !isToken_[word]; });
  std::erase_if(found.definitions,
                [](const NumberedDefinition &definition) { return definition.mentions.empty(); });
}

void TokenClosure::findPastedNames() {
  std::set<std::string> joiners;
  std::vector<NodeId> pasting;
  for (NodeId node = 0; node < findings_.size(); ++node)
    if (graph_.nodes()[node].facts.pastes)
      pasting.push_back(node);
  for (const NodeId node : pasting) {
    std::string storage;
    Pastings found = findPastings(graph_.textOf(graph_.nodes()[node], storage));
    joiners.merge(found.joiners);
    const auto isMade = [&](std::string_view name) {
      return std::ranges::any_of(
          found.patterns, [&](const std::string &pattern) { return canMake(pattern, name); });
    };
    findings_[node].everyUnit |= std::ranges::any_of(last_, [&](const std::string &name) {
      return graph_.words().find(name) == Words::None && isMade(name);
    });
    std::ranges::copy_if(tokens_, std::back_inserter(findings_[node].makes),
                         [&](Word word) { return isMade(graph_.words().text(word)); });
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

} // namespace repool
