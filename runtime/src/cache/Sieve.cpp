#include "Sieve.h"

#include <utility>

namespace repool::detail {

// The value, the key, and about what list, map and stamps take.
std::size_t Sieve::weightOf(const Node &node) {
  constexpr std::size_t overhead = 256;
  return node.kept.bytes + node.key.size() + overhead;
}

Kept *Sieve::find(const std::string &key) {
  const auto found = byKey_.find(key);
  if (found == byKey_.end())
    return nullptr;
  found->second->isWanted = true;
  return &found->second->kept;
}

bool Sieve::put(const std::string &key, Kept kept, Gone &gone) {
  drop(key, gone);
  nodes_.push_front({key, std::move(kept)});
  const std::size_t weight = weightOf(nodes_.front());
  if (weight > mostBytes_ || mostEntries_ == 0) {
    gone.push_back(std::move(nodes_.front().kept.value));
    nodes_.pop_front();
    return false;
  }
  // The new one is not in the map yet, and its weight not counted: it is no candidate.
  Nodes own;
  own.splice(own.begin(), nodes_, nodes_.begin());
  while (!nodes_.empty() && (nodes_.size() >= mostEntries_ || bytes_ + weight > mostBytes_))
    evict(gone);
  nodes_.splice(nodes_.begin(), own);
  byKey_[nodes_.front().key] = nodes_.begin();
  bytes_ += weight;
  return true;
}

void Sieve::evict(Gone &gone) {
  for (;;) {
    if (hand_ == nodes_.end())
      hand_ = std::prev(nodes_.end());
    const Nodes::iterator node = hand_;
    if (!node->isWanted) {
      erase(node, gone);
      ++evictions_;
      return;
    }
    node->isWanted = false;
    hand_ = node == nodes_.begin() ? nodes_.end() : std::prev(node);
  }
}

void Sieve::erase(Nodes::iterator node, Gone &gone) {
  if (hand_ == node)
    hand_ = node == nodes_.begin() ? nodes_.end() : std::prev(node);
  bytes_ -= weightOf(*node);
  gone.push_back(std::move(node->kept.value));
  byKey_.erase(node->key);
  nodes_.erase(node);
}

void Sieve::drop(const std::string &key, Gone &gone) {
  const auto found = byKey_.find(key);
  if (found != byKey_.end())
    erase(found->second, gone);
}

void Sieve::clear(Gone &gone) {
  for (Node &node : nodes_)
    gone.push_back(std::move(node.kept.value));
  byKey_.clear();
  nodes_.clear();
  hand_ = nodes_.end();
  bytes_ = 0;
}

} // namespace repool::detail
