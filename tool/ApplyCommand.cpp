#include "CheckRuns.h"
#include "Commands.h"
#include "Output.h"
#include "Session.h"
#include "apply/Apply.h"
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

/// The plan, of code that no interrupted run has left as it is: that would be read for migrated.
llvm::Expected<Plan> planOf(const Options &options, SourceStore &sources) {
  if (namesPlan(options))
    return savedPlan(options.positional.front());
  auto root = findRoot(options);
  if (!root)
    return root.takeError();
  auto note = recover(*root, {}, realFileOps());
  if (!note)
    return note.takeError();
  if (!note->empty())
    llvm::errs() << "repool: " << *note << "\n";
  return planFor(options, true, sources);
}

/// What a plan came to, once the files are written.
int report(const Plan &plan, const ApplyResult &result, std::size_t leftOut, const Options &options,
           SourceStore &sources) {
  if (!result.note.empty())
    llvm::errs() << "repool: " << result.note << "\n";
  if (llvm::Error error = writeOutputs(plan, options))
    return fail(std::move(error));
  print(plan, options, "apply", sources);
  return toStatus(exitOfApply(plan, leftOut));
}

int applyAll(const Plan &plan, const Options &options, const ApplyOptions &applying,
             SourceStore &sources) {
  auto result = applyPlan(plan, applying, realFileOps());
  return result ? report(plan, *result, 0, options, sources) : fail(result.takeError());
}

int applyChecked(const Plan &plan, const Options &options, const ApplyOptions &applying,
                 SourceStore &sources) {
  HeldSignals signals;
  auto result = tryWithCommand(plan, options, applying, signals);
  if (result)
    return report(result->plan, result->applied, result->leftOut, options, sources);
  const int status = fail(result.takeError());
  endBySignal(signals);
  return status;
}

} // namespace

int runApply(const Options &options) {
  SourceStore sources;
  auto plan = planOf(options, sources);
  if (!plan)
    return fail(plan.takeError());
  if (plan->bundledRuntime && !plan->edits.empty())
    return fail(llvm::createStringError(std::errc::no_such_file_or_directory,
                                        "%s was made with the bundled copy of the runtime's "
                                        "headers; run 'repool init', add the lines it "
                                        "prints to the build, and make the plan again",
                                        options.positional.front().c_str()));
  printNotes(*plan, options);
  const ApplyOptions applying{.allowDirty = options.allowDirty,
                              .allowReadOnly = options.allowReadOnly};
  return options.check.empty() ? applyAll(*plan, options, applying, sources)
                               : applyChecked(*plan, options, applying, sources);
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
