/// \file
/// A ruling -> its group of edits: the handle's own, those of helpers that close it, and every
/// close of a pair, each in a file that may be edited.
#include "edit/MakeEdits.h"
#include "format/Format.h"
#include "pipeline/Globs.h"
#include "pipeline/Planner.h"
#include "project/RuntimeFolder.h"
#include "project/StraySources.h"

#include <algorithm>

namespace repool {

namespace {

bool isIdentifierByte(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) || c == '_';
}

/// \p word stands in \p text as a whole identifier.
bool namesWord(std::string_view text, std::string_view word) {
  for (std::size_t at = text.find(word); at != std::string_view::npos;
       at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if ((at == 0 || !isIdentifierByte(text[at - 1])) &&
        (end == text.size() || !isIdentifierByte(text[end])))
      return true;
  }
  return false;
}

/// What is proved of the region, as the source of the call says it.
std::string marksOf(const Ruling &ruling) {
  return std::string(ruling.isStateless ? ".stateless()" : "") +
         (ruling.isReadOnly ? ".readOnly()" : "");
}

} // namespace

/// The schema files as \p driver's language reads them, once. One that does not parse proves
/// nothing of the others either: what it holds may be a trigger on their tables.
const Schema *Planner::schemaOf(const DriverSpec &driver) {
  auto [it, isNew] = schemas_.try_emplace(driver.dialect);
  Schema &schema = it->second;
  if (!isNew)
    return &schema;
  for (const std::string &path : options_.config.schema) {
    auto source = sources_.read(path);
    const std::string problem = source ? schema.add(dialectNamed(driver.dialect), source->text)
                                       : llvm::toString(source.takeError());
    if (problem.empty())
      continue;
    schemaNotes_.push_back("the schema " + relative(path) + " proves nothing for " + driver.name +
                           ": " + problem);
    schema = {};
    break;
  }
  return &schema;
}

void Planner::decideEntry(Entry &entry) {
  entry.group = {};
  while (true) {
    entry.ruling = decide(*entry.handle, *entry.driver, program_,
                          {.style = options_.style,
                           .assumeServer = options_.assumeServer,
                           .perRequest = entry.perRequest,
                           .schema = schemaOf(*entry.driver)},
                          entry.outside, entry.banned);
    if (entry.ruling.verdict != Verdict::Rewritten)
      return;
    auto edits = makeEdits(*entry.handle, entry.ruling.strategy, *entry.driver,
                           textOf(entry.handle->file), entry.id, marksOf(entry.ruling));
    std::optional<Problem> problem;
    if (auto *group = std::get_if<EditGroup>(&edits))
      problem = addHelpers(entry, *group);
    else
      problem = std::get<Problem>(edits);
    if (!problem) {
      entry.group = std::move(std::get<EditGroup>(edits));
      layOut(entry.group);
      return;
    }
    entry.banned[entry.ruling.strategy] = std::move(*problem);
  }
}

/// Formats the written lines of the group, file by file.
void Planner::layOut(EditGroup &group) {
  std::map<std::string, std::vector<Edit>> files;
  for (Edit &edit : group.edits)
    files[edit.file].push_back(std::move(edit));
  group.edits.clear();
  for (auto &[file, edits] : files) {
    std::stable_sort(edits.begin(), edits.end(),
                     [](const Edit &a, const Edit &b) { return a.span < b.span; });
    std::vector<Edit> laidOut = formatEdits(file, textOf(file), std::move(edits));
    group.edits.insert(group.edits.end(), laidOut.begin(), laidOut.end());
  }
}

/// Helpers that close the handle are edited with it, in whatever file they are.
std::optional<Problem> Planner::addHelpers(const Entry &entry, EditGroup &group) {
  for (const ParameterFact *helper : entry.ruling.closers) {
    auto source = sources_.read(helper->file);
    if (!source)
      return Problem{"RP406", llvm::toString(source.takeError()), "",
                     entry.handle->opens.front().place};
    if (auto refused = refuseToEdit(*source, options_.policy))
      return refused;
    if (auto problem = addHelper(group, *helper, *entry.driver, source->text))
      return problem;
  }
  return addCloses(entry, group);
}

/// The closes of a pair over the program, each in a file that may be edited.
std::optional<Problem> Planner::addCloses(const Entry &entry, EditGroup &group) {
  if (!entry.ruling.owners.empty())
    if (auto problem = unseenOwner(entry))
      return problem;
  const Place &place = entry.handle->opens.front().place;
  for (const CloseMention *close : entry.ruling.closes) {
    const std::string &file = close->place.file;
    const std::string where = relative(file) + ":" + std::to_string(close->place.line);
    auto source = sources_.read(file);
    if (!source)
      return Problem{"RP406", llvm::toString(source.takeError()), "", place};
    if (auto refused = refuseToEdit(*source, options_.policy))
      return Problem{
          "RP223", "'" + close->closer + "' at " + where + " cannot be edited: " + refused->message,
          "", place};
    for (const std::string &pattern : options_.config.exclude)
      if (matches(pattern, relativeToConfig(file)))
        return Problem{"RP223",
                       "'" + close->closer + "' at " + where + " is excluded by '" + pattern + "'",
                       "", place};
    if (const std::string failed = failedReader(file); !failed.empty())
      return Problem{"RP603",
                     relative(failed) + " uses '" + relative(file) +
                         "', which closes it, and did not parse",
                     "", place};
    if (auto problem = addClose(group, *close, *entry.driver, source->text))
      return problem;
  }
  return std::nullopt;
}

/// A unit that did not parse and names who hands the handle out, or a call that closes it; or files
/// that no unit compiles, which do both.
std::optional<Problem> Planner::unseenOwner(const Entry &entry) {
  const Place &place = entry.handle->opens.front().place;
  std::vector<std::string> closes;
  for (const CloseSpec &close : entry.driver->closes)
    closes.push_back(close.name);
  std::vector<std::string> names = entry.ruling.owners;
  names.insert(names.end(), closes.begin(), closes.end());
  for (const TuFacts &unit : facts_)
    if (unit.failure)
      for (const std::string &name : names)
        if (namesWord(textOf(unit.unit), name))
          return Problem{"RP603", relative(unit.unit) + " names '" + name + "' and did not parse",
                         "", place};
  const std::string stray = strayNaming(entry.ruling.owners);
  if (const std::string closer = stray.empty() ? "" : strayNaming(closes); !closer.empty())
    return Problem{"RP226",
                   stray + " names who hands it out, " + closer +
                       " closes such handles, and no unit compiles them",
                   "", place};
  return std::nullopt;
}

/// The first file that no unit compiles and that names one of \p names.
std::string Planner::strayNaming(const std::vector<std::string> &names) {
  if (!strays_) {
    RuntimeFolder runtime;
    strays_ = straySources(database_.units, options_.root, sources_);
    std::erase_if(*strays_, [&](const std::string &file) { return runtime.holds(file); });
  }
  for (const std::string &file : *strays_)
    for (const std::string &name : names)
      if (namesWord(textOf(file), name))
        return relative(file);
  return "";
}

} // namespace repool
