/// \file
/// Results that are kept for a while, for reads that bear an old answer. Off unless REPOOL_CACHE=on
/// (or Options::cache): each call then runs its function, as if this were not there.
///
///   std::string page = repool::cached("trending", {"pitches"}, std::chrono::seconds(30),
///                                     [&] { return render(load(url)); });
///   std::string page = repool::cached("trending", {"pitches"}, std::chrono::seconds(30),
///                                     repool::pqxx(url).mayBeStale(),
///                                     [&](pqxx::connection &conn) { return render(conn); });
///   repool::invalidate("pitches");       // after the COMMIT that changed them
///
/// The key names the question with all that the answer depends on: user, language, page number.
/// Tags name what it was made of. A value is kept until its time is over (a tenth earlier at
/// random, so that not all end at once), one of its tags is invalidated, or there is no room.
/// Callers who ask for the same key at the same time wait for one of them. A function that throws,
/// or says `caching.skip()`, keeps nothing; who waited for it runs the function himself. A value
/// that was being made when a tag was invalidated is not kept, and one that is made soon after that
/// is not read from a replica.
///
/// Call it where no connection is held: who waits for a value while he holds what its maker needs
/// waits until REPOOL_DEADLINE_MS.
///
/// Never promises that you read what you wrote. Never throws of its own, never calls back from
/// another thread. Values are copied out: big ones are better kept as `std::shared_ptr<const T>`.
/// Strings can be shared by many processes, see redis.h. Thread-safe. C++11; knows no database.

#ifndef REPOOL_CACHE_H
#define REPOOL_CACHE_H

#include "repool/lease.h"

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace repool {

typedef std::vector<std::string> Tags;

/// Handed to a function that takes it: how to say that what it returns is not to be kept.
class Caching {
public:
  Caching() : isSkipped_(false) {}

  /// The result is a failure, say: it goes to the caller and nowhere else.
  void skip() { isSkipped_ = true; }

  bool isSkipped() const { return isSkipped_; }

private:
  bool isSkipped_;
};

/// What a kept value weighs, for REPOOL_CACHE_BYTES. Overload it beside your own type if it owns
/// memory: `std::size_t cacheWeight(const Page &page)`.
template <class T> std::size_t cacheWeight(const T &) {
  return sizeof(T);
}

inline std::size_t cacheWeight(const std::string &text) {
  return sizeof(text) + text.size();
}

/// Everything with this tag is asked anew, in this process at once, in those that share a second
/// level within REPOOL_CACHE_LOCAL_MS. Never fails: a second level that is down is told later.
void invalidate(const std::string &tag);
void invalidateTags(const Tags &tags);

namespace detail {

struct LookupState;

/// One call of cached(): a value, or the duty to make one.
class Lookup {
public:
  /// May wait for another caller who is making the value, at most REPOOL_DEADLINE_MS.
  Lookup(const std::string &key, const Tags &tags, std::chrono::milliseconds timeToLive,
         const void *type, bool isText);
  Lookup(const Lookup &) = delete;
  Lookup &operator=(const Lookup &) = delete;

  /// Without keep(): whoever waits makes it himself.
  ~Lookup();

  /// Null: make it.
  const void *value() const { return value_.get(); }

  bool isOn() const { return state_ != nullptr; }

  void keep(const std::shared_ptr<const void> &value, std::size_t bytes) noexcept;

private:
  std::shared_ptr<const void> value_;
  LookupState *state_;
};

template <class T> const void *typeOf() {
  static char own; // its address is the type
  return &own;
}

template <class Fn, class... Arguments>
auto make(int, Fn &fn, Caching &caching, Arguments &&...arguments)
    -> decltype(fn(std::forward<Arguments>(arguments)..., caching)) {
  return fn(std::forward<Arguments>(arguments)..., caching);
}

template <class Fn, class... Arguments>
auto make(long, Fn &fn, Caching &, Arguments &&...arguments)
    -> decltype(fn(std::forward<Arguments>(arguments)...)) {
  return fn(std::forward<Arguments>(arguments)...);
}

template <class Value, class Make>
Value getOrMake(const std::string &key, const Tags &tags, std::chrono::milliseconds timeToLive,
                const Make &make) {
  static_assert(!std::is_pointer<Value>::value,
                "what a pointer points to is not kept; return a string or a std::shared_ptr");
  Lookup lookup(key, tags, timeToLive, typeOf<Value>(), std::is_same<Value, std::string>::value);
  if (lookup.value())
    return *static_cast<const Value *>(lookup.value());
  Caching caching;
  if (!lookup.isOn())
    return make(caching);
  const std::shared_ptr<const Value> made = std::make_shared<Value>(make(caching));
  if (!caching.isSkipped())
    lookup.keep(made, cacheWeight(*made));
  return *made;
}

/// Borrows and calls: what a failed borrow leads to is not kept.
template <class Handle, class Fn> struct FromDatabase {
  const Source<Handle> &source;
  Fn &fn;
  const char *file;
  int line;

  typedef typename Passed<Handle>::Type Connection;
  typedef typename std::decay<decltype(make(0, std::declval<Fn &>(), std::declval<Caching &>(),
                                            std::declval<Connection>()))>::type Value;

  Value operator()(Caching &caching) const {
    Lease<Handle> lease(source, file, line);
    auto call = [&](Connection connection) -> Value {
      caching = Caching(); // it may be the second time
      if (lease.code() != 0)
        caching.skip();
      return make(0, fn, caching, connection);
    };
    return Run<Value, std::is_move_constructible<Value>::value>::call(lease, call);
  }
};

} // namespace detail

/// The value that is kept under \p key, or what \p fn returns, which is then kept for
/// \p timeToLive, counted from when \p fn began. \p fn may take a `Caching &`.
template <class Fn>
auto cached(const std::string &key, const Tags &tags, std::chrono::milliseconds timeToLive, Fn &&fn)
    -> typename std::decay<decltype(detail::make(0, fn, std::declval<Caching &>()))>::type {
  typedef typename std::decay<decltype(detail::make(0, fn, std::declval<Caching &>()))>::type Value;
  return detail::getOrMake<Value>(key, tags, timeToLive,
                                  [&](Caching &caching) { return detail::make(0, fn, caching); });
}

/// The same around withDatabase(source, fn). Only for a source that is marked mayBeStale(): any
/// other call runs. \p fn takes the connection, and a `Caching &` if it wants to.
template <class Handle, class Fn>
typename detail::FromDatabase<Handle, typename std::remove_reference<Fn>::type>::Value
cached(const std::string &key, const Tags &tags, std::chrono::milliseconds timeToLive,
       const Source<Handle> &source, Fn &&fn, const char *file = REPOOL_FILE,
       int line = REPOOL_LINE) {
  typedef detail::FromDatabase<Handle, typename std::remove_reference<Fn>::type> From;
  const From from = {source, fn, file, line};
  if ((source.marks() & detail::MayBeStale) != 0)
    return detail::getOrMake<typename From::Value>(key, tags, timeToLive, from);
  Caching unused;
  return from(unused);
}

} // namespace repool

#endif // REPOOL_CACHE_H
