/// \file
/// What is kept, within bounds: a map that lets the least wanted go; pure.
///
///   put -> youngest ... hand -> ... oldest -> out, unless it was asked for since the hand passed
///
/// SIEVE (Zhang et al., NSDI 2024): a hit only sets a bit, and what is asked for once does not push
/// out what is asked for often. Whatever falls out is handed to the caller, since destroying a
/// value runs the program's code, which must not happen under a lock. No lock, no clock.

#ifndef REPOOL_SRC_CACHE_SIEVE_H
#define REPOOL_SRC_CACHE_SIEVE_H

#include "../Clock.h"
#include "TagTable.h"

#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace repool::detail {

struct Kept {
  std::shared_ptr<const void> value;
  const void *type = nullptr;
  std::size_t bytes = 0;
  TimePoint expiresAt;
  TimePoint askedAnewAt; ///< when the second level is to be asked whether it still holds
  std::vector<TagTable::Stamp> stamps;
  std::vector<std::string> versions; ///< of the second level
};

class Sieve {
public:
  using Gone = std::vector<std::shared_ptr<const void>>;

  void bound(std::size_t entries, std::size_t bytes) {
    mostEntries_ = entries;
    mostBytes_ = bytes;
  }

  /// Null if there is none. Valid until the next change. Marks it as wanted.
  Kept *find(const std::string &key);

  /// Without marking it.
  bool has(const std::string &key) const { return byKey_.count(key) != 0; }

  /// False: it is bigger than all there is room for.
  bool put(const std::string &key, Kept kept, Gone &gone);

  void drop(const std::string &key, Gone &gone);
  void clear(Gone &gone);

  std::size_t entries() const { return nodes_.size(); }

  std::size_t bytes() const { return bytes_; }

  std::uint64_t evictions() const { return evictions_; }

private:
  struct Node {
    std::string key;
    Kept kept;
    bool isWanted = false;
  };

  using Nodes = std::list<Node>;

  static std::size_t weightOf(const Node &node);
  void evict(Gone &gone);
  void erase(Nodes::iterator node, Gone &gone);

  Nodes nodes_; ///< youngest first
  std::unordered_map<std::string_view, Nodes::iterator> byKey_;
  Nodes::iterator hand_ = nodes_.end(); ///< end(): begins at the oldest
  std::size_t mostEntries_ = 0;
  std::size_t mostBytes_ = 0;
  std::size_t bytes_ = 0;
  std::uint64_t evictions_ = 0;
};

} // namespace repool::detail

#endif // REPOOL_SRC_CACHE_SIEVE_H
