#include "Choice.h"

#include "apply/CodeOwners.h"
#include "apply/GitTree.h"
#include "apply/Split.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "pipeline/StepCheck.h"
#include "plan/Paths.h"
#include "project/NearWord.h"

#include <algorithm>
#include <filesystem>

namespace repool::tool {

namespace {

bool looksLikeCode(llvm::StringRef word) {
  return word.size() > 2 && word.starts_with_insensitive("RP") &&
         llvm::all_of(word.drop_front(2), llvm::isDigit);
}

/// The codes that begin as \p word does, at least with the hundred it names.
std::string nearCodes(llvm::StringRef word) {
  std::vector<llvm::StringRef> near;
  for (const Reason &reason : reasons())
    if (llvm::StringRef(reason.code).starts_with(word.take_front(3)))
      near.push_back(llvm::StringRef(reason.code));
  if (near.empty())
    return "; the codes run from " + std::string(reasons().front().code) + " to " +
           std::string(reasons().back().code);
  return "; near it are " + joined(near);
}

llvm::Error unknown(const std::string &word, const std::vector<std::string> &drivers) {
  if (const std::string code = llvm::StringRef(word).upper(); looksLikeCode(word))
    return llvm::createStringError(std::make_error_code(std::errc::invalid_argument),
                                   "--only: there is no reason code " + code + nearCodes(code));
  const std::vector<llvm::StringRef> known(drivers.begin(), drivers.end());
  return llvm::createStringError(std::make_error_code(std::errc::invalid_argument),
                                 "--only: '" + word +
                                     "' is neither a reason code, nor a driver, nor a path" +
                                     suggestion(word, known));
}

} // namespace

std::vector<std::string> driverNames(const Config &config) {
  std::vector<std::string> names;
  for (const DriverSpec &driver : builtinDrivers())
    names.push_back(driver.name);
  for (const DriverSpec &driver : config.own)
    names.push_back(driver.name);
  return names;
}

llvm::Expected<Only> onlyOf(const std::vector<std::string> &words,
                            const std::vector<std::string> &drivers, SourceStore &sources) {
  Only only;
  for (const std::string &word : words)
    if (const std::string code = llvm::StringRef(word).upper(); findReason(code))
      only.codes.push_back(code);
    else if (std::find(drivers.begin(), drivers.end(), word) != drivers.end())
      only.drivers.push_back(word);
    else if (!looksLikeCode(word) && llvm::sys::fs::exists(word))
      only.paths.push_back(sources.canonical(std::filesystem::absolute(word).string()));
    else
      return unknown(word, drivers);
  return only;
}

namespace {

/// The steps by index into the groups of \p whole, which has all groups of \p plan.
std::vector<Step> inWhole(const std::vector<Step> &steps, const Plan &plan, const Plan &whole) {
  std::map<std::string_view, std::size_t> places;
  for (std::size_t i = 0; i < whole.groups.size(); ++i)
    places[whole.groups[i].id] = i;
  std::vector<Step> result = steps;
  for (Step &step : result)
    for (std::size_t &group : step.groups)
      group = places.at(plan.groups[group].id);
  return result;
}

/// Steps after which the tree does not build become one with the next. Fails if the last one does.
llvm::Expected<std::vector<Step>> buildable(std::vector<Step> steps, const Plan &plan,
                                            const std::vector<std::optional<StepFault>> &faults) {
  std::vector<Step> result;
  Step open;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    open.name += (open.name.empty() ? "" : ", ") + steps[i].name;
    open.groups.insert(open.groups.end(), steps[i].groups.begin(), steps[i].groups.end());
    if (faults[i])
      continue;
    std::sort(open.groups.begin(), open.groups.end());
    result.push_back(std::move(open));
    open = {};
  }
  if (open.groups.empty())
    return result;
  const Diagnostic &first = faults.back()->first;
  return llvm::createStringError(
      std::make_error_code(std::errc::invalid_argument),
      "what was asked for does not build without the other rewrites: " + first.message + " (" +
          relativeToRoot(plan.root, first.place.file) + ":" + std::to_string(first.place.line) +
          "); take more of them, nothing was written");
}

llvm::Expected<std::vector<Step>> stepsFor(const Plan &plan, const std::string &splitBy) {
  if (splitBy == "directory")
    return splitByDirectory(plan);
  if (splitBy == "site")
    return splitBySite(plan);
  if (splitBy == "codeowners") {
    auto tree = GitTree::folderOf(plan.root);
    if (!tree)
      return tree.takeError();
    auto owners = readCodeOwners(*tree, realFileOps());
    if (!owners)
      return owners.takeError();
    return splitByOwner(plan, *owners, *tree);
  }
  Step all{"all", {}};
  for (std::size_t i = 0; i < plan.groups.size(); ++i)
    all.groups.push_back(i);
  return std::vector<Step>{all};
}

} // namespace

llvm::Expected<Choice> choose(const Plan &whole, const Options &options, const Only &only,
                              const PipelineOptions &pipeline, SourceStore &sources) {
  Choice choice;
  choice.plan = only.isEmpty() ? whole : select(whole, only);
  if (options.limit) {
    First first = firstOf(std::move(choice.plan), *options.limit);
    if (first.tooMany > 0)
      return llvm::createStringError(std::make_error_code(std::errc::invalid_argument),
                                     "the first " + std::to_string(first.tooMany) +
                                         " rewrites change the same code and are written together "
                                         "or not at all: use --limit " +
                                         std::to_string(first.tooMany) + " or more");
    choice.plan = std::move(first.plan);
    choice.left = first.left;
  }
  const bool isWhole = options.splitBy.empty() && choice.plan.groups.size() == whole.groups.size();
  if (isWhole || choice.plan.groups.empty())
    return choice;
  auto steps = stepsFor(choice.plan, options.splitBy);
  if (!steps)
    return steps.takeError();
  auto faults = checkSteps(whole, inWhole(*steps, choice.plan, whole), pipeline, sources);
  if (!faults)
    return faults.takeError();
  auto good = buildable(std::move(*steps), choice.plan, *faults);
  if (!good)
    return good.takeError();
  choice.steps = std::move(*good);
  return choice;
}

llvm::Expected<Choice> choiceFor(const Options &options, bool ownFlagsOnly, SourceStore &sources) {
  Run run(options, sources);
  if (llvm::Error error = run.start(ownFlagsOnly, /*needsCache=*/false))
    return error;
  auto only = onlyOf(options.only, driverNames(run.pipeline.config), sources);
  if (!only)
    return only.takeError();
  auto plan = makePlan(run.pipeline, sources);
  if (!plan)
    return plan.takeError();
  return choose(*plan, options, *only, run.pipeline, sources);
}

} // namespace repool::tool
