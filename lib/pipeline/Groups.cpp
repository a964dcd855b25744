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
    // Of a pair the marks would have to hold for everybody who gets the handle.
    const bool isPair = entry.ruling.strategy == Strategy::Pair;
    auto edits =
        makeEdits(*entry.handle, entry.ruling.strategy, *entry.driver, textOf(entry.handle->file),
                  entry.id, isPair ? std::string() : marksOf(entry.ruling));
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
  if (auto problem = addOwners(entry, group))
    return problem;
  return addCloses(entry, group);
}

/// Why \p what, which stands in \p file and has to change with \p entry, may not: \p code, or that
/// a unit which reads the file did not parse. \p role: "changes with it".
std::optional<Problem> Planner::whyUneditable(const Entry &entry, const std::string &file,
                                              const std::string &what, const char *code,
                                              const char *role) {
  const Place &place = entry.handle->opens.front().place;
  auto source = sources_.read(file);
  if (!source)
    return Problem{"RP406", llvm::toString(source.takeError()), "", place};
  if (auto refused = refuseToEdit(*source, options_.policy))
    return Problem{code, what + " cannot be edited: " + refused->message, "", place};
  const std::vector<std::string> &exclude = options_.config.exclude;
  const auto pattern = std::find_if(exclude.begin(), exclude.end(), [&](const std::string &one) {
    return matches(one, relativeToConfig(file));
  });
  if (pattern != exclude.end())
    return Problem{code, what + " is excluded by '" + *pattern + "'", "", place};
  if (const std::string failed = failedReader(file); !failed.empty())
    return Problem{"RP603",
                   relative(failed) + " uses '" + relative(file) + "', which " + role +
                       ", and did not parse",
                   "", place};
  return std::nullopt;
}

/// The types that become leases with what they hold, and the other variables that are filled by
/// them.
std::optional<Problem> Planner::addOwners(const Entry &entry, EditGroup &group) {
  for (const OwnerDecl *decl : entry.ruling.retyped) {
    const std::string &file = decl->place.file;
    if (auto problem = whyUneditable(entry, file, "the type of '" + decl->name + "'", "RP227",
                                     "changes with it"))
      return problem;
    if (auto problem = addRetyped(group, *decl, *entry.driver, textOf(file)))
      return problem;
  }
  for (const Handle *member : entry.ruling.members) {
    const Place &place = member->opens.front().place;
    const std::string what =
        "what changes with it at " + relative(place.file) + ":" + std::to_string(place.line);
    for (const Problem &problem : outsideProblems(*member))
      return Problem{"RP227", what + " must stay: " + problem.message, "",
                     entry.handle->opens.front().place};
    auto edits = makeEdits(*member, Strategy::Pair, *entry.driver, textOf(member->file), entry.id);
    if (auto *problem = std::get_if<Problem>(&edits))
      return *problem;
    auto &other = std::get<EditGroup>(edits);
    for (Edit &edit : other.edits)
      addOnce(group, std::move(edit));
    for (IncludeEdit &include : other.includes)
      addOnce(group, std::move(include));
  }
  return std::nullopt;
}

/// The closes of a pair over the program, each in a file that may be edited.
std::optional<Problem> Planner::addCloses(const Entry &entry, EditGroup &group) {
  if (!entry.ruling.owners.empty())
    if (auto problem = unseenOwner(entry))
      return problem;
  for (const CloseMention *close : entry.ruling.closes) {
    const std::string &file = close->place.file;
    const std::string what =
        "'" + close->closer + "' at " + relative(file) + ":" + std::to_string(close->place.line);
    if (auto problem = whyUneditable(entry, file, what, "RP223", "closes it"))
      return problem;
    if (auto problem = addClose(group, *close, *entry.driver, textOf(file)))
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
    if (!close.pairName.empty())
      closes.push_back(close.name);
  std::vector<std::string> names = entry.ruling.owners;
  if (!entry.driver->handleIsObject) // `delete` stands in every file
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
