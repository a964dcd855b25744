/// \file
/// Where many processes keep results together: what a second level is to the cache.
///
///   read  -> the versions of the tags as they are now, and the value if it was made under these
///   write -> a value, with the versions that were read before it was made
///   invalidate -> new versions
///
/// So a value that was being made while a tag was invalidated is written under an old version, and
/// nobody reads it. Never throws, never takes longer than its deadline; one that is down answers
/// nothing. Called from many threads at once, under no lock. Names no server.

#ifndef REPOOL_SRC_CACHE_SECONDLEVEL_H
#define REPOOL_SRC_CACHE_SECONDLEVEL_H

#include "CacheSettings.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace repool::detail {

class SecondLevel {
public:
  using Tags = std::vector<std::string>;

  struct Read {
    bool isAnswered = false;
    std::vector<std::string> versions; ///< one for each tag, and perhaps more
    std::optional<std::string> value;
    Milliseconds left{0}; ///< that the value may still be kept
  };

  SecondLevel() = default;
  SecondLevel(const SecondLevel &) = delete;
  SecondLevel &operator=(const SecondLevel &) = delete;
  virtual ~SecondLevel() = default;

  virtual Read read(const std::string &key, const Tags &tags, bool wantsValue) noexcept = 0;

  /// \p life: how long it may be kept.
  virtual void write(const std::string &key, const std::vector<std::string> &versions,
                     const std::string &value, Milliseconds life) noexcept = 0;

  /// If it is down now it is told when it is back.
  virtual void invalidate(const Tags &tags) noexcept = 0;

  /// How often it was to be asked and did not answer.
  virtual std::uint64_t failures() const noexcept = 0;

  virtual bool isDown() const noexcept = 0;
};

/// Null: the settings are not for it, and it has said so.
using MakeSecondLevel = std::shared_ptr<SecondLevel> (*)(const SecondLevelSettings &settings);

/// A library that is one is linked and was asked for. \p url: unless there is a setting.
void offerSecondLevel(MakeSecondLevel make, const std::string &url);

} // namespace repool::detail

#endif // REPOOL_SRC_CACHE_SECONDLEVEL_H
