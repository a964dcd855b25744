#include "project/UnitMatcher.h"

#include <algorithm>
#include <utility>

namespace repool {

UnitMatcher::UnitMatcher(const IncludeGraph &graph, const TokenClosure &closure,
                         const std::vector<Token> &tokens)
    : graph_(graph), closure_(closure), active_(graph.words().size(), 0) {
  for (const Token &token : tokens) {
    const Word word = graph.words().find(token.last);
    if (word != Words::None)
      starts_.push_back({word, !token.scope.empty(), holders(token.scope)});
  }
}

UnitMatch UnitMatcher::match(const UnitReach &reach) {
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
    const bool names =
        std::ranges::any_of(closure_.of(node).tokens, [&](Word word) { return means(node, word); });
    result.chosen |= (names && node == reach.main) || mayHideToken(node, names);
    if (names && node != reach.main && graph_.nodes()[node].isHeader)
      result.headers.push_back(node);
  }
  return result;
}

bool UnitMatcher::mayHideToken(NodeId node, bool names) {
  const IncludeNode &file = graph_.nodes()[node];
  const NodeFindings &found = closure_.of(node);
  if (file.unknown || !file.readable || found.everyUnit || (found.unclear && names))
    return true;
  return std::ranges::any_of(found.makes, [&](Word word) { return isToken(word); }) ||
         std::ranges::any_of(found.definitions, [&](const NumberedDefinition &definition) {
           return definition.names.empty() && mentions(node, definition);
         });
}

std::vector<std::string> UnitMatcher::names(const std::vector<Token> &tokens) const {
  std::set<std::string> names;
  for (const Token &token : tokens)
    names.insert(token.last);
  for (const Word word : seen_)
    names.emplace(graph_.words().text(word));
  return {names.begin(), names.end()};
}

std::vector<NodeId> UnitMatcher::holders(const std::string &scope) const {
  const Word word = graph_.words().find(scope);
  return word == Words::None ? std::vector<NodeId>() : closure_.holdersOf(word);
}

bool UnitMatcher::activate(Word word) {
  seen_.insert(word);
  return std::exchange(active_[word], epoch_) != epoch_;
}

bool UnitMatcher::means(NodeId node, Word word) {
  if (active_[word] == epoch_)
    return true;
  const auto members = members_.find(word);
  return members != members_.end() &&
         std::ranges::any_of(members->second, [&](const Member &member) {
           return std::ranges::binary_search(reachOf(node), member.file) ||
                  std::ranges::binary_search(graph_.nodes()[node].facts.words, member.owner);
         });
}

bool UnitMatcher::isToken(Word word) const {
  return active_[word] == epoch_ || members_.contains(word);
}

bool UnitMatcher::mentions(NodeId node, const NumberedDefinition &definition) {
  return std::ranges::any_of(definition.mentions, [&](Word word) { return means(node, word); });
}

const std::vector<NodeId> &UnitMatcher::reachOf(NodeId node) {
  const auto [known, isNew] = reach_.try_emplace(node);
  if (isNew)
    known->second = graph_.reachOf(node);
  return known->second;
}

bool UnitMatcher::add(NodeId node, const NumberedDefinition &definition) {
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

void UnitMatcher::grow(const UnitReach &reach) {
  for (bool grown = true; grown;) {
    grown = false;
    for (const NodeId node : reach.mayRead)
      for (const NumberedDefinition &definition : closure_.of(node).definitions)
        if (mentions(node, definition))
          grown |= add(node, definition);
  }
}

} // namespace repool
