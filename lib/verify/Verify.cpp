#include "verify/Verify.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <thread>

namespace repool {

namespace {

using Counts = std::map<std::pair<bool, std::string>, unsigned>;

Counts count(const std::vector<Diagnostic> &diagnostics) {
  Counts counts;
  for (const Diagnostic &diagnostic : diagnostics)
    ++counts[{diagnostic.isError, diagnostic.message}];
  return counts;
}

/// Those of \p after that are more than in \p before.
std::vector<Diagnostic> minus(const std::vector<Diagnostic> &after,
                              const std::vector<Diagnostic> &before) {
  Counts left = count(before);
  std::vector<Diagnostic> result;
  for (const Diagnostic &diagnostic : after) {
    unsigned &known = left[{diagnostic.isError, diagnostic.message}];
    if (known > 0)
      --known;
    else
      result.push_back(diagnostic);
  }
  return result;
}

bool isMissingHeader(const Diagnostic &diagnostic) {
  return diagnostic.message.find("'repool/") != std::string::npos &&
         diagnostic.message.find("file not found") != std::string::npos;
}

} // namespace

std::vector<Diagnostic> addedMessages(const std::vector<Diagnostic> &after,
                                      const std::function<std::vector<Diagnostic>()> &before) {
  return after.empty() ? after : minus(after, before());
}

void parallelFor(std::size_t count, unsigned jobs, const std::function<void(std::size_t)> &work) {
  std::atomic<std::size_t> next = 0;
  auto run = [&] {
    for (std::size_t i = next++; i < count; i = next++)
      work(i);
  };
  std::vector<std::jthread> threads;
  for (unsigned i = 1; i < jobs && i < count; ++i)
    threads.emplace_back(run);
  run();
}

Reparse parseEachTime(SourceStore &sources) {
  return [&sources](const CompileUnit &unit, const Overlay &overlay, const ParseOptions &options) {
    ParseOutcome outcome = parseUnit(unit, overlay, options, sources, {});
    return Messages{std::move(outcome.diagnostics), outcome.usedBundledRuntime};
  };
}

Verifier::Verifier(const std::vector<CompileUnit> &units, ParseOptions options, Reparse reparse,
                   MakeOverlay makeOverlay, unsigned jobs)
    : units_(units), options_(std::move(options)), reparse_(std::move(reparse)),
      makeOverlay_(std::move(makeOverlay)), jobs_(jobs), quick_(units.size()), full_(units.size()) {
  options_.skipSystemBodies = false; // errors inside instantiated templates count
}

void Verifier::setBaseline(std::size_t unit, std::vector<Diagnostic> diagnostics) {
  quick_[unit] = std::move(diagnostics);
}

const std::vector<Diagnostic> &Verifier::fullBaseline(std::size_t unit) {
  if (!full_[unit])
    full_[unit] = reparse_(units_[unit], {}, options_).diagnostics;
  return *full_[unit];
}

std::vector<Diagnostic> Verifier::added(std::size_t unit, const Overlay &overlay,
                                        bool *usedBundled) {
  const Messages outcome = reparse_(units_[unit], overlay, options_);
  const std::vector<Diagnostic> &after = outcome.diagnostics;
  if (usedBundled)
    *usedBundled = outcome.usedBundledRuntime;
  if (quick_[unit] && minus(after, *quick_[unit]).empty())
    return {};
  // What finding did not see (it skips bodies of system headers) may have been there before.
  return addedMessages(after, [&] { return fullBaseline(unit); });
}

void Verifier::blame(std::size_t unit, const std::vector<const EditGroup *> &groups,
                     const std::vector<Diagnostic> &together, VerifyResult &result) {
  if (groups.size() == 1) {
    result.faults.push_back({groups.front()->id, together.front()});
    return;
  }
  std::vector<Fault> alone;
  for (const EditGroup *group : groups)
    if (std::vector<Diagnostic> own = added(unit, makeOverlay_({group})); !own.empty())
      alone.push_back({group->id, own.front()});
  if (alone.empty()) // only together do they break something: none of them is proved
    for (const EditGroup *group : groups)
      alone.push_back({group->id, together.front()});
  result.faults.insert(result.faults.end(), alone.begin(), alone.end());
}

VerifyResult Verifier::run(const std::vector<std::vector<const EditGroup *>> &affected) {
  std::vector<std::size_t> todo;
  std::vector<const EditGroup *> all;
  for (std::size_t i = 0; i < affected.size(); ++i)
    if (!affected[i].empty()) {
      todo.push_back(i);
      all.insert(all.end(), affected[i].begin(), affected[i].end());
    }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  const Overlay overlay = makeOverlay_(all);
  std::vector<std::vector<Diagnostic>> found(todo.size());
  std::vector<char> bundled(todo.size(), 0); // not vector<bool>: written by several threads
  std::mutex mutex;
  std::size_t done = 0;
  parallelFor(todo.size(), jobs_, [&](std::size_t i) {
    bool used = false;
    found[i] = added(todo[i], overlay, &used);
    bundled[i] = used ? 1 : 0;
    const std::lock_guard lock(mutex);
    if (progress)
      progress(++done, todo.size());
  });
  VerifyResult result;
  result.usedBundledRuntime = std::find(bundled.begin(), bundled.end(), 1) != bundled.end();
  for (std::size_t i = 0; i < todo.size(); ++i) {
    if (found[i].empty())
      continue;
    if (std::any_of(found[i].begin(), found[i].end(), isMissingHeader)) {
      result.missingHeader = units_[todo[i]].file;
      return result;
    }
  }
  std::vector<VerifyResult> parts(todo.size());
  parallelFor(todo.size(), jobs_, [&](std::size_t i) {
    if (!found[i].empty())
      blame(todo[i], affected[todo[i]], found[i], parts[i]);
  });
  for (VerifyResult &part : parts)
    result.faults.insert(result.faults.end(), part.faults.begin(), part.faults.end());
  return result;
}

} // namespace repool
