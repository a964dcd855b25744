/// \file
/// The numbers of the runtime and where they come from: defaults, configure(), the file that
/// REPOOL_CONFIG names, the environment; the last wins.
///
/// File and environment use the same names; include/repool/runtime.h lists them. An invalid value
/// is reported once on stderr and ignored; so is a line of the file that is no NAME=VALUE.

#ifndef REPOOL_SRC_CONFIG_H
#define REPOOL_SRC_CONFIG_H

#include "Clock.h"
#include "Slots.h"
#include "cache/CacheSettings.h"

#include <optional>
#include <string>
#include <vector>

namespace repool::detail {

/// One endpoint of the chain, best first.
struct LinkSetting {
  std::string url; ///< empty: the call's own words
  bool isPooler = false;
};

struct Config {
  Limits limits;
  std::size_t least = 0; ///< connections kept open when idle
  Milliseconds deadline{5000};
  Milliseconds idle{600000};
  Milliseconds lifetime{1800000};
  Milliseconds pingAfter{30000};
  Milliseconds leakAfter{30000};
  bool isDirect = false;   ///< no pooling: each borrow opens and closes its own connection
  bool resetsFully = true; ///< else only an open transaction is looked for
  bool isSameDatabase = false;
  bool isPoolerPerSession = false;
  std::string chain = "REPOOL_POOLER_URL DATABASE_URL own";
  std::string file;               ///< where the rest was read from; empty: none
  std::vector<LinkSetting> links; ///< what `chain` comes to
  std::string replicas;           ///< as REPOOL_REPLICAS
  std::vector<std::string> replicaUrls;
  Milliseconds replicaMaxLag{10000};
  CacheSettings cache;
};

/// \p base with what the file and the environment say.
Config withEnvironment(Config base);

/// What an operator may turn while the program runs.
struct Levers {
  bool isDirect = false;
  bool isCaching = false;
};

/// REPOOL_MODE and REPOOL_CACHE as they are now: \p base, or what the file, which may have changed,
/// and the environment say.
Levers leversNow(const Config &base);

/// Writes one line to stderr, once for each text.
void reportOnce(const std::string &text);

} // namespace repool::detail

#endif // REPOOL_SRC_CONFIG_H
