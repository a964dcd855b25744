/// \file
/// The connectors that a thread made last, by the text they were made of.
///
///   repool::pq(url), a million times with the same url  ->  one connector, which knows its pools
///
/// Making one costs an allocation, and finding its pools costs parsing the text. Per thread, so
/// that no two threads count references on the same one. Empty once the thread is ending: a borrow
/// from a destructor that runs later makes its own.

#ifndef REPOOL_SRC_DRIVERS_CONNECTORCACHE_H
#define REPOOL_SRC_DRIVERS_CONNECTORCACHE_H

#include "../Connector.h"

#include <array>
#include <memory>
#include <string>
#include <string_view>

namespace repool::detail {

/// \p Tag keeps the caches of different kinds of text apart.
template <class Tag> class ConnectorCache {
public:
  /// The connector of \p text; made by \p make if it is not here.
  template <class Make>
  static std::shared_ptr<const Connector> get(std::string_view text, Make make) {
    if (isGone())
      return make();
    thread_local ConnectorCache cache;
    for (const Entry &entry : cache.entries_)
      if (entry.connector && entry.text == text)
        return entry.connector;
    Entry &entry = cache.entries_[cache.next_++ % cache.entries_.size()];
    entry.connector = make();
    entry.text = text;
    return entry.connector;
  }

private:
  struct Entry {
    std::string text;
    std::shared_ptr<const Connector> connector;
  };

  ConnectorCache() = default;

  ~ConnectorCache() { isGone() = true; }

  // Trivial, so it can be looked at when the cache is destroyed.
  static bool &isGone() {
    thread_local bool gone = false;
    return gone;
  }

  std::array<Entry, 8> entries_;
  std::size_t next_ = 0;
};

} // namespace repool::detail

#endif // REPOOL_SRC_DRIVERS_CONNECTORCACHE_H
