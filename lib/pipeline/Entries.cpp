/// \file
/// Facts of the program -> an entry for each handle, with what stands against it beyond the facts:
/// comments, configuration, files that may not be edited, units that did not parse.
#include "pipeline/Globs.h"
#include "pipeline/Planner.h"
#include "project/RuntimeFolder.h"
#include "project/Suppression.h"
#include "project/TextScan.h"

#include <algorithm>

namespace repool {

/// Names of functions in the text of units that did not parse: there may be callers.
void Planner::noteUnreadCallers() {
  Words words;
  for (const TuFacts &unit : facts_) {
    if (!unit.failure)
      continue;
    auto source = sources_.read(unit.unit);
    if (!source) {
      llvm::consumeError(source.takeError()); // it is listed as a unit that did not parse
      continue;
    }
    const TextFacts text = scanText(source->text, words);
    for (const auto &[id, fact] : program_.calls.functions)
      if (const std::uint32_t word = words.find(fact.simple);
          word != Words::None && std::binary_search(text.words.begin(), text.words.end(), word))
        program_.calls.unread.try_emplace(fact.simple, relative(unit.unit));
  }
}

void Planner::collect() {
  program_ = gather(facts_);
  noteUnreadCallers();
  auto isWanted = [&](const std::string &file) {
    return options_.paths.empty() ||
           std::any_of(options_.paths.begin(), options_.paths.end(), [&](const std::string &path) {
             return file == path || (file.starts_with(path) && file[path.size()] == '/');
           });
  };
  RuntimeFolder runtime;
  std::erase_if(program_.inactive,
                [&](const InactiveMention &m) { return runtime.holds(m.place.file); });
  for (const Handle &handle : program_.handles) {
    if (!isWanted(handle.file) || runtime.holds(handle.file))
      continue;
    Entry entry{.handle = &handle};
    for (const DriverSpec &driver : drivers_)
      if (driver.name == handle.driver)
        entry.driver = &driver;
    const Place &place = handle.opens.front().place;
    entry.id = relative(place.file) + ":" + std::to_string(place.line) + ":" +
               std::to_string(place.column);
    entry.outside = outsideProblems(handle);
    entry.perRequest =
        std::any_of(options_.config.perRequest.begin(), options_.config.perRequest.end(),
                    [&](const std::string &pattern) { return isNamed(pattern, handle); });
    entries_.push_back(std::move(entry));
  }
  for (std::size_t i = 0; i < parsed_.size(); ++i)
    for (const std::string &file : facts_[i].files)
      unitsOfFile_[file].push_back(parsed_[i]);
}

std::vector<Problem> Planner::outsideProblems(const Handle &handle) {
  std::vector<Problem> problems;
  const Place &place = handle.opens.front().place;
  auto source = sources_.read(handle.file);
  if (!source)
    return {{"RP406", llvm::toString(source.takeError()), "", place}};
  for (const Open &open : handle.opens)
    if (isSuppressed(source->text, open.place.line, handle.driver))
      problems.push_back(
          {"RP701", "a NOLINT comment at line " + std::to_string(open.place.line), "", open.place});
  for (const std::string &pattern : options_.config.keep)
    if (isNamed(pattern, handle))
      problems.push_back({"RP702", "'" + pattern + "' is kept by .repool.yaml", "", place});
  for (const std::string &pattern : options_.config.exclude)
    if (matches(pattern, relativeToConfig(handle.file)))
      problems.push_back({"RP702", "'" + pattern + "' is excluded by .repool.yaml", "", place});
  if (const std::string failed = failedReader(handle.file); !failed.empty())
    problems.push_back(
        {"RP603", relative(failed) + " uses this code and did not parse", "", place});
  if (auto refused = refuseToEdit(*source, options_.policy)) {
    refused->place = place;
    problems.push_back(std::move(*refused));
  }
  return problems;
}

/// `keep` and `per-request` name a function, a `file:` or a `driver:`.
bool Planner::isNamed(const std::string &pattern, const Handle &handle) const {
  const llvm::StringRef text(pattern);
  if (text.starts_with("file:"))
    return matches(text.substr(5).str(), relativeToConfig(handle.file));
  if (text.starts_with("driver:"))
    return text.substr(7) == handle.driver;
  return matches(pattern, handle.function);
}

std::string Planner::relativeToConfig(const std::string &file) const {
  const std::string folder = options_.config.path.substr(0, options_.config.path.rfind('/') + 1);
  return !folder.empty() && file.starts_with(folder) ? file.substr(folder.size()) : relative(file);
}

/// A unit that reads \p file and did not parse: what an edit would do to it cannot be verified.
std::string Planner::failedReader(const std::string &file) const {
  for (const TuFacts &unit : facts_)
    if (unit.failure && std::binary_search(unit.files.begin(), unit.files.end(), file))
      return unit.unit;
  return "";
}

} // namespace repool
