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

} // namespace

int runApply(const Options &options) {
  SourceStore sources;
  auto plan =
      namesPlan(options) ? savedPlan(options.positional.front()) : planFor(options, true, sources);
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
  auto result = applyPlan(*plan, applying, realFileOps());
  if (!result)
    return fail(result.takeError());
  if (!result->note.empty())
    llvm::errs() << "repool: " << result->note << "\n";
  if (llvm::Error error = writeOutputs(*plan, options))
    return fail(std::move(error));
  print(*plan, options, "apply", sources);
  return toStatus(exitOfApply(*plan));
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
