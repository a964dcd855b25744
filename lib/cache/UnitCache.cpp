#include "cache/UnitCache.h"

#include "cache/Archive.h"

#include <algorithm>

namespace repool {

REPOOL_FIELDS(Asked, path, content, listing)

namespace {

using Paths = std::vector<Asked>;

/// What one command asks for depends on what it reads: before and after an edit, on two branches.
constexpr std::size_t MostLists = 8;

Digest keyOfLists(const Digest &question) {
  return digestOf("paths" + std::string(question.view()));
}

Digest keyOfAnswer(const Digest &question, const std::string &paths, const Digest &answers) {
  return digestOf("answer" + std::string(question.view()) + std::string(digestOf(paths).view()) +
                  std::string(answers.view()));
}

/// Each list as bytes, the newest first.
std::vector<std::string> listsOf(const std::optional<std::string> &entry) {
  std::vector<std::string> lists;
  if (entry && !cache::Reader(*entry).get(lists))
    lists.clear();
  return lists;
}

} // namespace

std::optional<UnitCache::Answer> UnitCache::find(const Digest &question,
                                                 const FileView::Overlaid &overlay) {
  for (const std::string &list : listsOf(store_.find(keyOfLists(question)))) {
    Paths paths;
    if (!cache::Reader(list).get(paths))
      continue;
    const Digest key = keyOfAnswer(question, list, view_.answers(paths, overlay));
    if (auto bytes = store_.find(key))
      return Answer{key, std::move(*bytes)};
  }
  return std::nullopt;
}

void UnitCache::keep(const Digest &question, const FileView::Overlaid &overlay,
                     const std::vector<Seen> &seen, std::string_view answer) {
  Paths paths;
  for (const Seen &each : seen) {
    if (!view_.agrees(each, overlay))
      return;
    paths.push_back(each.asked);
  }
  const std::string list = cache::Writer().put(paths).bytes();
  store_.keep(keyOfAnswer(question, list, view_.answers(paths, overlay)), answer);
  std::vector<std::string> lists = listsOf(store_.find(keyOfLists(question)));
  std::erase(lists, list);
  lists.insert(lists.begin(), list);
  if (lists.size() > MostLists)
    lists.resize(MostLists);
  store_.keep(keyOfLists(question), cache::Writer().put(lists).bytes());
}

} // namespace repool
