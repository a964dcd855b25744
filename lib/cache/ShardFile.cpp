#include "cache/ShardFile.h"

#include "cache/Archive.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/raw_ostream.h"

#include <map>

namespace repool {

REPOOL_FIELDS(Digest, bytes)
REPOOL_FIELDS(ShardHead, toolVersion, tool, root, database, options, part, parts)
REPOOL_FIELDS(ShardUnit, file, question, answer)

namespace {

/// The key under which a shard is packed like a cache entry.
const std::string &shardMark() {
  static const std::string mark = "repool shard 1\n";
  return mark;
}

struct Entry {
  Digest key;
  std::string value;
};

REPOOL_FIELDS(Entry, key, value)

llvm::Error failure(const std::string &sentence) {
  return llvm::createStringError(std::errc::invalid_argument, "%s", sentence.c_str());
}

std::string partOf(const ShardHead &head) {
  return "shard " + std::to_string(head.part) + " of " + std::to_string(head.parts);
}

/// Why \p shard is no part of the scan; "" if it is.
std::string whyForeign(const Shard &shard, const ShardHead &wanted) {
  const ShardHead &head = shard.head;
  if (head.toolVersion != wanted.toolVersion)
    return "was made by repool " + head.toolVersion + ", this is " + wanted.toolVersion;
  if (head.tool != wanted.tool)
    return "was made by another build of repool or LLVM";
  if (head.root != wanted.root)
    return "is of the project '" + head.root + "', this is '" + wanted.root + "'";
  if (head.database != wanted.database)
    return "was made from another compile database, or from one that has changed since";
  if (head.options != wanted.options)
    return "was made with other options, another configuration or another environment";
  return "";
}

} // namespace

llvm::Error writeShard(const Shard &shard, const std::string &path) {
  std::vector<Entry> entries;
  for (const auto &[key, value] : shard.entries)
    entries.push_back({key, value});
  const std::string bytes = packEntry(
      digestOf(shardMark()), cache::Writer().put(shard.head).put(shard.units).put(entries).bytes());
  const std::string temporary =
      path + "." + std::to_string(llvm::sys::Process::getProcessId()) + ".tmp";
  std::error_code code;
  {
    llvm::raw_fd_ostream out(temporary, code);
    if (!code) {
      out << shardMark() << bytes;
      out.close();
      code = out.error();
      out.clear_error();
    }
  }
  if (!code)
    code = llvm::sys::fs::rename(temporary, path);
  if (!code)
    return llvm::Error::success();
  [[maybe_unused]] const std::error_code ignored = llvm::sys::fs::remove(temporary);
  return failure(path + ": cannot be written: " + code.message());
}

llvm::Expected<Shard> readShard(const std::string &path) {
  auto buffer = llvm::MemoryBuffer::getFile(path, false, false);
  if (!buffer)
    return failure(path + ": cannot be read: " + buffer.getError().message());
  llvm::StringRef bytes = (*buffer)->getBuffer();
  if (!bytes.consume_front(shardMark()))
    return failure(path + " is no shard; name the files that 'repool scan --shard' wrote");
  const std::string content =
      unpackEntry(digestOf(shardMark()), {bytes.data(), bytes.size()}).value_or("");
  Shard shard;
  shard.name = path;
  std::vector<Entry> entries;
  cache::Reader reader(content);
  if (!reader.get(shard.head))
    return failure(path + " is cut short or damaged; make this shard again");
  // What another build wrote may have another form: its head says so, and is all that is read.
  if (reader.get(shard.units) && reader.get(entries))
    for (Entry &entry : entries)
      shard.entries.emplace(entry.key, std::move(entry.value));
  return shard;
}

std::vector<std::string> whyNotMerged(const std::vector<Shard> &shards, const ShardHead &wanted) {
  std::vector<std::string> why;
  std::map<unsigned, const Shard *> byPart;
  const Shard *first = nullptr;
  for (const Shard &shard : shards) {
    if (const std::string foreign = whyForeign(shard, wanted); !foreign.empty()) {
      why.push_back(shard.name + " " + foreign);
      continue;
    }
    if (!first)
      first = &shard;
    if (shard.head.parts != first->head.parts) {
      why.push_back(shard.name + " is " + partOf(shard.head) + ", but " + first->name + " is " +
                    partOf(first->head));
      continue;
    }
    const auto [same, isNew] = byPart.try_emplace(shard.head.part, &shard);
    if (!isNew && same->second->units != shard.units)
      why.push_back(same->second->name + " and " + shard.name + " are both " + partOf(shard.head) +
                    " and differ; keep the newer one");
  }
  for (unsigned part = 1; first && part <= first->head.parts; ++part)
    if (!byPart.contains(part)) {
      ShardHead missing = first->head;
      missing.part = part;
      why.push_back(partOf(missing) + " is missing");
    }
  return why;
}

} // namespace repool
