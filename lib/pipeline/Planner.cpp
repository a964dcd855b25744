#include "pipeline/Planner.h"

#include "edit/MakeEdits.h"
#include "format/Format.h"
#include "llvm/Support/GlobPattern.h"
#include "project/Prefilter.h"
#include "project/RuntimeFolder.h"
#include "project/StraySources.h"
#include "project/Suppression.h"
#include "project/TextScan.h"

#include <algorithm>

namespace repool {

namespace {

/// A glob of the configuration; one that is malformed matches nothing but itself.
bool matches(const std::string &pattern, const std::string &text) {
  auto glob = llvm::GlobPattern::create(pattern);
  if (glob)
    return glob->match(text);
  llvm::consumeError(glob.takeError());
  return pattern == text;
}

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

Planner::Planner(const PipelineOptions &options, const std::vector<DriverSpec> &drivers,
                 const CompileDatabase &database, const std::vector<std::size_t> &parsed,
                 const std::vector<TuFacts> &facts, ParseOptions parsing, SourceStore &sources)
    : options_(options), drivers_(drivers), database_(database), parsed_(parsed), facts_(facts),
      parsing_(std::move(parsing)), sources_(sources) {}

llvm::Expected<Plan> Planner::run() {
  collect();
  for (Entry &entry : entries_)
    decideEntry(entry);
  refuseDeepNesting();
  if (options_.ownFlagsOnly)
    parsing_.bundledRuntime.clear();
  Verifier verifier(
      database_.units, parsing_, sources_,
      [this](const std::vector<const EditGroup *> &some) { return overlayOf(some); },
      options_.jobs);
  for (std::size_t i = 0; i < parsed_.size(); ++i)
    verifier.setBaseline(parsed_[i], facts_[i].diagnostics);
  for (bool clean = false; !clean;) {
    while (resolveConflicts()) {
    }
    llvm::Expected<bool> turn = verifyTurn(verifier);
    if (!turn)
      return turn.takeError();
    clean = *turn;
  }
  Plan plan = finish();
  plan.bundledRuntime = usedBundled_;
  if (plan.bundledRuntime)
    plan.notes.push_back(
        "the build does not reach <repool/...> yet; verified with the bundled copy. Run "
        "'repool init' before 'repool apply'");
  return plan;
}

std::string Planner::relative(const std::string &path) const {
  if (path.size() > options_.root.size() && path.starts_with(options_.root))
    return path.substr(options_.root.size() + 1);
  return path;
}

std::string_view Planner::textOf(const std::string &file) {
  auto source = sources_.read(file);
  if (source)
    return source->text;
  llvm::consumeError(source.takeError()); // decideEntry has refused unreadable files
  return "";
}

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

/// Of the entries that borrow, which \p borrowers receives.
std::vector<Nesting> Planner::nestingsOf(std::vector<const Entry *> &borrowers) const {
  std::vector<const Handle *> handles;
  for (const Entry &entry : entries_)
    if (entry.ruling.verdict == Verdict::Rewritten) {
      borrowers.push_back(&entry);
      handles.push_back(entry.handle);
    }
  return nestings(handles, program_.calls);
}

void Planner::refuseDeepNesting() {
  std::vector<const Entry *> borrowers;
  const std::vector<Nesting> found = nestingsOf(borrowers);
  std::map<const Handle *, Problem> refused;
  for (std::size_t i = 0; i < found.size(); ++i)
    if (auto problem = whyTooDeep(*borrowers[i]->handle, found[i]))
      refused.emplace(borrowers[i]->handle, std::move(*problem));
  for (Entry &entry : entries_)
    if (const auto problem = refused.find(entry.handle); problem != refused.end()) {
      entry.outside.push_back(problem->second);
      decideEntry(entry);
    }
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

std::vector<const EditGroup *> Planner::groups() const {
  std::vector<const EditGroup *> result;
  for (const Entry &entry : entries_)
    if (entry.ruling.verdict == Verdict::Rewritten)
      result.push_back(&entry.group);
  return result;
}

Overlay Planner::overlayOf(const std::vector<const EditGroup *> &some) {
  Overlay overlay;
  const Merged merged =
      mergeGroups(some, [this](const std::string &file) { return textOf(file); }, drivers_);
  for (const auto &[file, edits] : merged.edits)
    overlay[file] = applyEdits(textOf(file), edits);
  return overlay;
}

bool Planner::ban(const std::string &group, const Problem &problem) {
  for (Entry &entry : entries_)
    if (entry.id == group && entry.ruling.verdict == Verdict::Rewritten) {
      entry.banned[entry.ruling.strategy] = problem;
      decideEntry(entry);
      return true;
    }
  return false;
}

/// True if something changed and must be merged again.
bool Planner::resolveConflicts() {
  merged_ =
      mergeGroups(groups(), [this](const std::string &file) { return textOf(file); }, drivers_);
  bool changed = false;
  for (const Conflict &conflict : merged_.conflicts)
    changed |= ban(conflict.group, conflict.problem);
  return changed;
}

std::vector<std::vector<const EditGroup *>> Planner::affected() {
  std::vector<std::vector<const EditGroup *>> result(database_.units.size());
  std::map<std::string, std::vector<std::size_t>> mayInclude;
  auto unitsThatSee = [&](const std::string &file) -> const std::vector<std::size_t> & {
    auto [it, isNew] = mayInclude.try_emplace(file);
    if (isNew) {
      it->second = unitsOfFile_[file];
      // Units that were not parsed may include an edited header too.
      for (std::size_t unit : unitsThatMayInclude(database_.units, file, options_.root, sources_))
        if (std::find(parsed_.begin(), parsed_.end(), unit) == parsed_.end())
          it->second.push_back(unit);
    }
    return it->second;
  };
  for (const EditGroup *group : groups())
    for (const Edit &edit : group->edits)
      for (std::size_t unit : unitsThatSee(edit.file))
        if (auto &list = result[unit]; list.empty() || list.back() != group)
          list.push_back(group);
  // A unit that does not parse proves nothing: it is counted and listed, and its includers are too.
  for (std::size_t i = 0; i < parsed_.size(); ++i)
    if (facts_[i].failure)
      result[parsed_[i]].clear();
  return result;
}

/// True if nothing was refused.
llvm::Expected<bool> Planner::verifyTurn(Verifier &verifier) {
  const VerifyResult result = verifier.run(affected());
  if (!result.missingHeader.empty())
    return llvm::createStringError(std::errc::no_such_file_or_directory,
                                   "%s does not reach <repool/...> with its own flags; run 'repool "
                                   "init' and add the lines it prints to the build",
                                   relative(result.missingHeader).c_str());
  usedBundled_ = result.usedBundledRuntime;
  bool changed = false;
  for (const Fault &fault : result.faults)
    changed |= ban(fault.group, {"RP601",
                                 "the rewrite would add: " + fault.first.message + " (" +
                                     relative(fault.first.place.file) + ":" +
                                     std::to_string(fault.first.place.line) + ")",
                                 "", fault.first.place});
  return !changed;
}

Plan Planner::finish() {
  Plan plan;
  plan.toolVersion = options_.toolVersion;
  plan.root = options_.root;
  for (const Entry &entry : entries_)
    for (const Open &open : entry.handle->opens) {
      Decision decision{.place = open.place,
                        .driver = entry.handle->driver,
                        .function = entry.handle->function,
                        .verdict = entry.ruling.verdict,
                        .strategy = entry.ruling.strategy,
                        .code = entry.ruling.reason.code,
                        .reason = entry.ruling.reason.message,
                        .hint = entry.ruling.reason.hint,
                        .facts = entry.ruling.facts};
      if (decision.verdict == Verdict::Rewritten)
        decision.group = entry.id;
      plan.decisions.push_back(std::move(decision));
    }
  std::stable_sort(plan.decisions.begin(), plan.decisions.end(),
                   [](const Decision &a, const Decision &b) { return a.place < b.place; });
  for (const EditGroup *group : groups())
    plan.groups.push_back(*group);
  std::sort(plan.groups.begin(), plan.groups.end());
  plan.edits = std::move(merged_.edits);
  for (const auto &[file, edits] : plan.edits)
    if (auto source = sources_.read(file))
      plan.files.push_back({file, source->sha256, source->text.size()});
    else
      llvm::consumeError(source.takeError());
  notes(plan);
  for (const TuFacts &unit : facts_) {
    if (unit.failure)
      plan.units.failed.push_back({unit.unit, *unit.failure});
    else
      ++plan.units.parsed;
  }
  return plan;
}

void Planner::notes(Plan &plan) {
  plan.notes.insert(plan.notes.end(), schemaNotes_.begin(), schemaNotes_.end());
  for (const InactiveMention &mention : program_.inactive)
    plan.notes.push_back(relative(mention.place.file) + ":" + std::to_string(mention.place.line) +
                         ": an inactive #if branch names '" + mention.token +
                         "'; it was not looked at");
  std::vector<const Entry *> borrowers;
  const std::vector<Nesting> nested = nestingsOf(borrowers);
  for (std::size_t i = 0; i < nested.size(); ++i)
    if (const Place &place = borrowers[i]->handle->opens.front().place; !nested[i].chain.empty())
      plan.notes.push_back(relative(place.file) + ":" + std::to_string(place.line) +
                           ": another connection is borrowed while this one is held, " +
                           std::to_string(nested[i].depth) + " at once: " + nested[i].chain);
  for (const Entry &entry : entries_)
    if (entry.ruling.strategy == Strategy::Lease)
      for (const Problem &leak : entry.handle->againstPair)
        if (leak.code == "RP303")
          plan.notes.push_back(relative(leak.place.file) + ":" + std::to_string(leak.place.line) +
                               ": " + leak.message + "; the lease mends it");
}

} // namespace repool
