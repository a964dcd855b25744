/// \file
/// One part of a scan as a file: what parsing the units of that part came to.
///
///   repool scan --shard 2/3 -o two    units of part 2 -> facts, verifications -> Shard -> file
///   repool merge one two three        files -> Shards -> the cache of one ordinary run
///
/// A shard holds cache entries and nothing else, so it cannot make a plan wrong: an entry is used
/// where its files are as they were. Written beside its name and renamed; reading refuses a file
/// that is cut short or changed.
#pragma once

#include "cache/EntryStore.h"
#include "llvm/Support/Error.h"

#include <vector>

namespace repool {

/// Which scan a shard is of, and which part.
struct ShardHead {
  std::string toolVersion;
  std::string tool; ///< toolIdentity()
  std::string root;
  Digest database; ///< of all compile commands
  Digest options;  ///< of the configuration, the command line and the environment
  unsigned part = 1;
  unsigned parts = 1;
};

/// One unit whose facts are in the shard.
struct ShardUnit {
  std::string file;
  Digest question;
  Digest answer; ///< its key: of all that the facts depend on
  auto operator<=>(const ShardUnit &) const = default;
};

struct Shard {
  std::string name; ///< of the file, for messages; not in it
  ShardHead head;
  std::vector<ShardUnit> units;
  EntryStore::Entries entries;
};

llvm::Error writeShard(const Shard &shard, const std::string &path);
llvm::Expected<Shard> readShard(const std::string &path);

/// One sentence for each thing that keeps \p shards from being all of the scan that \p wanted
/// describes (but for its part): a foreign one, two of one part that differ, one that is missing.
std::vector<std::string> whyNotMerged(const std::vector<Shard> &shards, const ShardHead &wanted);

} // namespace repool
