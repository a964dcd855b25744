#include "Session.h"

#include "Choice.h"
#include "apply/Apply.h"
#include "apply/FileOps.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FileUtilities.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Threading.h"
#include "llvm/Support/raw_ostream.h"
#include "plan/PlanFile.h"
#include "project/ProjectRoot.h"
#include "render/Render.h"

#include <filesystem>

namespace repool::tool {

namespace {

llvm::Expected<Style> styleNamed(const std::string &name) {
  if (name == "auto")
    return Style::Auto;
  if (name == "wrap")
    return Style::Wrap;
  if (name == "lease")
    return Style::Lease;
  if (name == "pair")
    return Style::Pair;
  return llvm::createStringError(std::errc::invalid_argument, "unknown style '%s'", name.c_str());
}

llvm::Error writeFile(const std::string &path, const std::string &text) {
  return llvm::writeToOutput(path, [&](llvm::raw_ostream &out) {
    out << text;
    return llvm::Error::success();
  });
}

llvm::Expected<std::vector<std::string>> canonicalPaths(const Options &options,
                                                        SourceStore &sources) {
  std::vector<std::string> paths;
  for (const std::string &path : options.positional) {
    if (!llvm::sys::fs::exists(path))
      return llvm::createStringError(std::errc::no_such_file_or_directory,
                                     "%s: no such file or folder", path.c_str());
    paths.push_back(sources.canonical(std::filesystem::absolute(path).string()));
  }
  return paths;
}

/// Results of all projects together; those not used for longest go first.
constexpr std::uint64_t MostCached = std::uint64_t{1} << 30;

constexpr std::chrono::hours TrimInterval{1};

/// Where results are kept; empty: nowhere.
std::string cacheFolder(const Options &options) {
  if (!options.cache.empty())
    return std::filesystem::absolute(options.cache).string();
  llvm::SmallString<256> folder;
  if (!llvm::sys::path::cache_directory(folder))
    return "";
  llvm::sys::path::append(folder, "repool");
  return std::string(folder);
}

/// Files that a run has half changed are read as they are. Whoever reads the result must know.
llvm::Error warnOfUnendedRun(const std::string &root) {
  auto run = unendedRun(root, realFileOps());
  if (!run)
    return run.takeError();
  if (!run->empty())
    llvm::errs() << "repool: run " << *run
                 << " has not ended: it is still at work, or was interrupted. Some files may hold "
                    "its new text; 'repool undo' restores the old\n";
  return llvm::Error::success();
}

/// For --explain-skips: what was not parsed because it was known.
void printCounts(const RunCache &cache) {
  llvm::errs() << "cache: " << cache.factsKnown << " of " << cache.factsKnown + cache.factsParsed
               << " units known, " << cache.checksKnown << " of "
               << cache.checksKnown + cache.checksParsed << " verifications\n";
}

} // namespace

int fail(llvm::Error error) {
  llvm::handleAllErrors(std::move(error), [](const llvm::ErrorInfoBase &info) {
    llvm::errs() << "repool: " << info.message() << "\n";
  });
  return toStatus(ExitCode::Usage);
}

std::string bundledRuntime() {
  const std::string self = llvm::sys::fs::getMainExecutable(nullptr, nullptr);
  llvm::SmallString<256> installed(
      llvm::sys::path::parent_path(llvm::sys::path::parent_path(self)));
  llvm::sys::path::append(installed, "share", "repool", "runtime");
  return llvm::sys::fs::exists(installed) ? std::string(installed) : REPOOL_RUNTIME_SOURCE;
}

llvm::Expected<std::string> findRoot(const Options &options) {
  SourceStore sources;
  if (!options.root.empty()) {
    if (!llvm::sys::fs::is_directory(options.root))
      return llvm::createStringError(std::errc::not_a_directory, "%s: not a folder",
                                     options.root.c_str());
    return sources.canonical(std::filesystem::absolute(options.root).string());
  }
  auto path = findCompileDatabase(options.database);
  if (!path) {
    if (!options.database.empty())
      return path.takeError();
    llvm::consumeError(path.takeError());
    return sources.canonical(std::filesystem::current_path().string());
  }
  auto database = loadCompileDatabase(*path);
  if (!database)
    return database.takeError();
  return projectRoot(database->units, *path);
}

Run::Run(const Options &options, SourceStore &sources)
    : options_(options), sources_(sources), progress_(options) {}

Run::~Run() {
  if (!cache_)
    return;
  cache_->store.trim(MostCached, TrimInterval);
  if (options_.explainSkips)
    printCounts(*cache_);
}

llvm::Error Run::start(bool ownFlagsOnly, bool needsCache) {
  auto database = findCompileDatabase(options_.database);
  if (!database)
    return database.takeError();
  pipeline.database = *database;
  auto root = findRoot(options_);
  if (!root)
    return root.takeError();
  pipeline.root = *root;
  if (llvm::Error error = warnOfUnendedRun(*root))
    return error;
  const std::string config = options_.config.empty() ? findConfig(*root) : options_.config;
  if (!config.empty()) {
    auto loaded = loadConfig(config);
    if (!loaded)
      return loaded.takeError();
    pipeline.config = std::move(*loaded);
  }
  auto style = styleNamed(options_.style.empty() ? pipeline.config.style : options_.style);
  if (!style)
    return style.takeError();
  pipeline.style = *style;
  pipeline.assumeServer =
      (options_.assume.empty() ? pipeline.config.assume : options_.assume) == "server";
  if (options_.command != Command::Explain && options_.command != Command::Merge) {
    auto paths = canonicalPaths(options_, sources_);
    if (!paths)
      return paths.takeError();
    pipeline.paths = std::move(*paths);
  }
  pipeline.jobs = options_.jobs ? options_.jobs
                                : llvm::heavyweight_hardware_concurrency().compute_thread_count();
  pipeline.extraArgs = options_.extraArgs;
  pipeline.extraArgsBefore = options_.extraArgsBefore;
  pipeline.bundledRuntime = bundledRuntime() + "/include";
  pipeline.ownFlagsOnly = ownFlagsOnly;
  pipeline.usePrefilter = !options_.noPrefilter;
  pipeline.verify = !options_.noVerify;
  pipeline.policy.root = *root;
  pipeline.policy.allowGenerated = options_.allowGenerated;
  pipeline.policy.allowVendored = options_.allowVendored;
  pipeline.policy.vendored.insert(pipeline.policy.vendored.end(), pipeline.config.vendored.begin(),
                                  pipeline.config.vendored.end());
  pipeline.toolVersion = REPOOL_VERSION_STRING;
  pipeline.progress = [this](std::size_t done, std::size_t all, std::size_t sites,
                             const char *what) { progress_.show(done, all, sites, what); };
  if (!options_.noCache || needsCache) {
    cache_.emplace(options_.noCache ? "" : cacheFolder(options_), *root, sources_);
    pipeline.cache = &*cache_;
  }
  interrupt_.emplace(/*keeps=*/!options_.noCache, options_.quiet);
  return llvm::Error::success();
}

llvm::Expected<Plan> planFor(const Options &options, SourceStore &sources) {
  auto choice = choiceFor(options, /*ownFlagsOnly=*/false, sources);
  if (!choice)
    return choice.takeError();
  return std::move(choice->plan);
}

void printNotes(const Plan &plan, const Options &options) {
  if (options.explainSkips)
    for (const SkippedUnit &unit : plan.units.skipped)
      llvm::errs() << "skipped " << unit.file << ": " << unit.reason << "\n";
  const bool isInTable =
      (options.format.empty() ? options.command != Command::Diff : options.format == "table") &&
      options.command != Command::Explain;
  if (isInTable && options.command != Command::Apply)
    return;
  for (const FailedUnit &unit : plan.units.failed)
    llvm::errs() << "repool: " << unit.file << " did not parse: " << unit.message << "\n";
  if (options.quiet || isInTable)
    return;
  for (const std::string &note : plan.notes)
    llvm::errs() << "note: " << note << "\n";
}

llvm::Error writeOutputs(const Plan &plan, const Options &options) {
  if (!options.exportFixes.empty())
    if (llvm::Error error = writeFile(options.exportFixes, renderFixesYaml(plan)))
      return error;
  if (!options.output.empty())
    return writeFile(options.output, writePlan(plan));
  return llvm::Error::success();
}

} // namespace repool::tool
