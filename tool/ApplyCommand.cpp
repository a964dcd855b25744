#include "CheckRuns.h"
#include "Choice.h"
#include "Commands.h"
#include "Output.h"
#include "Session.h"
#include "apply/Apply.h"
#include "apply/Commits.h"
#include "apply/GitTree.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/raw_ostream.h"
#include "plan/PlanFile.h"

namespace repool::tool {

namespace {

llvm::Expected<Plan> savedPlan(const std::string &path) {
  auto buffer = llvm::MemoryBuffer::getFile(path);
  if (!buffer)
    return llvm::createStringError(buffer.getError(), "%s: %s", path.c_str(),
                                   buffer.getError().message().c_str());
  return readPlan((*buffer)->getBuffer(), path);
}

bool namesPlan(const Options &options) {
  return options.positional.size() == 1 && options.positional.front().ends_with(".json");
}

/// What of a saved plan was asked for. All of it needs no compile commands.
llvm::Expected<Choice> choiceOfSaved(const Options &options, SourceStore &sources) {
  auto plan = savedPlan(options.positional.front());
  if (!plan)
    return plan.takeError();
  if (plan->bundledRuntime || // which is refused anyway
      (options.only.empty() && !options.limit && options.splitBy.empty()))
    return Choice{.plan = std::move(*plan)};
  Run run(options, sources);
  if (llvm::Error error = run.start(/*ownFlagsOnly=*/true, /*needsCache=*/false))
    return error;
  run.pipeline.root = plan->root;
  std::vector<std::string> drivers = driverNames(run.pipeline.config);
  for (const Decision &site : plan->decisions)
    drivers.push_back(site.driver);
  auto only = onlyOf(options.only, drivers, sources);
  if (!only)
    return only.takeError();
  return choose(*plan, options, *only, run.pipeline, sources);
}

llvm::Error canCommitIn(const std::string &root) {
  auto tree = GitTree::open(root);
  return tree ? tree->accept({}, {}) : tree.takeError();
}

/// Of code that no interrupted run has left as it is: that would be read for migrated.
llvm::Expected<Choice> choiceOf(const Options &options, SourceStore &sources) {
  if (namesPlan(options))
    return choiceOfSaved(options, sources);
  auto root = findRoot(options);
  if (!root)
    return root.takeError();
  auto note = recover(*root, {}, realFileOps());
  if (!note)
    return note.takeError();
  if (!note->empty())
    llvm::errs() << "repool: " << *note << "\n";
  if (!options.splitBy.empty()) // before the long part, not after it
    if (llvm::Error error = canCommitIn(*root))
      return error;
  return choiceFor(options, /*ownFlagsOnly=*/true, sources);
}

/// What a plan came to, once the files are written. \p note: what recovery did first.
int report(const Plan &plan, const std::string &note, std::size_t leftOut, const Outcome &outcome,
           const Options &options, SourceStore &sources) {
  if (!note.empty())
    llvm::errs() << "repool: " << note << "\n";
  if (llvm::Error error = writeOutputs(plan, options))
    return fail(std::move(error));
  print(plan, options, "apply", sources, outcome);
  return toStatus(exitOfApply(plan, leftOut));
}

int applyAll(const Choice &choice, const Options &options, const ApplyOptions &applying,
             SourceStore &sources) {
  auto result = applyPlan(choice.plan, applying, realFileOps());
  return result ? report(choice.plan, result->note, 0, {.left = choice.left}, options, sources)
                : fail(result.takeError());
}

int applyChecked(const Choice &choice, const Options &options, const ApplyOptions &applying,
                 SourceStore &sources) {
  HeldSignals signals;
  auto result = tryWithCommand(choice.plan, options, applying, signals);
  if (result)
    return report(result->plan, result->applied.note, result->leftOut, {.left = choice.left},
                  options, sources);
  const int status = fail(result.takeError());
  endBySignal(signals);
  return status;
}

int applySplit(const Choice &choice, const Options &options, const ApplyOptions &applying,
               SourceStore &sources) {
  llvm::raw_ostream &out = options.quiet ? llvm::nulls() : llvm::errs();
  auto result = applyInCommits(
      choice.plan, choice.steps, applying, realFileOps(), [&](const MadeCommit &made) {
        out << "commit " << made.id.substr(0, 12) << ": " << made.name << ", " << made.groups
            << (made.groups == 1 ? " rewrite\n" : " rewrites\n");
        out.flush();
      });
  if (!result)
    return fail(result.takeError());
  Outcome outcome{.left = choice.left};
  if (!result->commits.empty())
    outcome.takeBack = "git revert --no-edit " + result->base.substr(0, 12) + ".." +
                       result->commits.back().id.substr(0, 12) + " takes all of it back";
  return report(choice.plan, result->note, 0, outcome, options, sources);
}

} // namespace

int runApply(const Options &options) {
  SourceStore sources;
  auto choice = choiceOf(options, sources);
  if (!choice)
    return fail(choice.takeError());
  const Plan *plan = &choice->plan;
  if (plan->bundledRuntime && !plan->edits.empty())
    return fail(llvm::createStringError(std::errc::no_such_file_or_directory,
                                        "%s was made with the bundled copy of the runtime's "
                                        "headers; run 'repool init', add the lines it "
                                        "prints to the build, and make the plan again",
                                        options.positional.front().c_str()));
  printNotes(*plan, options);
  const ApplyOptions applying{.allowDirty = options.allowDirty,
                              .allowReadOnly = options.allowReadOnly};
  if (!options.splitBy.empty())
    return applySplit(*choice, options, applying, sources);
  return options.check.empty() ? applyAll(*choice, options, applying, sources)
                               : applyChecked(*choice, options, applying, sources);
}

int runUndo(const Options &options) {
  auto root = findRoot(options);
  if (!root)
    return fail(root.takeError());
  auto result = undoLast(*root, {}, realFileOps());
  if (!result)
    return fail(result.takeError());
  if (!result->note.empty())
    llvm::errs() << "repool: " << result->note << "\n";
  for (const std::string &file : result->files)
    llvm::outs() << "restored " << file << "\n";
  llvm::outs() << "Undid run " << result->run << ": " << result->files.size() << " file"
               << (result->files.size() == 1 ? "" : "s") << " as before. Next: repool scan\n";
  return toStatus(ExitCode::Clean);
}

} // namespace repool::tool
