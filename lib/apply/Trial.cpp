#include "apply/Trial.h"

#include "apply/Bisect.h"
#include "apply/Check.h"
#include "apply/CheckWords.h"
#include "apply/Move.h"
#include "apply/Parts.h"
#include "apply/Prepare.h"
#include "apply/Recover.h"
#include "plan/Paths.h"

#include <algorithm>

namespace repool {

namespace {

llvm::Error prefixed(const std::string &words, llvm::Error error) {
  std::string text = llvm::toString(std::move(error));
  return llvm::createStringError(std::make_error_code(std::errc::invalid_argument), words + text);
}

class Trial {
public:
  Trial(const Plan &plan, const ApplyOptions &options, FileOps &ops, const CheckRun &check)
      : plan_(plan), options_(options), ops_(ops), check_(check), parts_(partsOf(plan)),
        folder_(journalDirectory(plan.root, options)), journal_(folder_, ops) {}

  llvm::Expected<TrialResult> run();

private:
  llvm::Error emptyLogs();
  llvm::Expected<bool> check(std::size_t groups);
  llvm::Error checkUnchanged();
  llvm::Expected<Bisection> search();
  llvm::Error show(const std::vector<std::size_t> &parts);
  llvm::Error require(const std::vector<std::size_t> &indexes, Side side);
  llvm::Error requireShown();
  llvm::Error restored(llvm::Error why);
  LeftOut leftOut(const Bisection &found);
  std::string wordsOf(std::size_t run, const Part &part);

  std::string logOf(std::size_t run) const {
    return folder_ + "/check/" + std::to_string(run) + ".log";
  }

  const Plan &plan_;
  const ApplyOptions &options_;
  FileOps &ops_;
  const CheckRun &check_;
  std::vector<Part> parts_;
  std::string folder_;
  Journal journal_;
  std::vector<Change> changes_; ///< `newBytes`: as last shown
  Run run_;
  std::size_t runs_ = 0;
};

/// Those of an earlier trial would be taken for ours.
llvm::Error Trial::emptyLogs() {
  const std::string logs = folder_ + "/check/";
  auto names = ops_.list(logs);
  if (!names)
    return names.takeError();
  for (const std::string &name : *names)
    if (llvm::Error error = ops_.remove(std::string(logs).append(name)))
      return error;
  return ops_.makeDirectory(folder_ + "/check");
}

llvm::Expected<bool> Trial::check(std::size_t groups) {
  ++runs_;
  return check_({runs_, groups, plan_.groups.size(), logOf(runs_)});
}

std::string Trial::wordsOf(std::size_t run, const Part &part) {
  auto output = ops_.read(logOf(run));
  if (!output) {
    llvm::consumeError(output.takeError()); // the words are a service: the verdict stands
    return "";
  }
  std::vector<std::string> files;
  for (const std::size_t group : part)
    for (const Edit &edit : plan_.groups[group].edits)
      files.push_back(edit.file);
  const std::string words = checkWords(*output, files);
  return words.empty() ? "" : ": " + words;
}

/// The command without the plan: it must pass, and must not write what the plan will.
llvm::Error Trial::checkUnchanged() {
  if (llvm::Error error = emptyLogs())
    return error;
  auto passed = check(0);
  if (!passed)
    return passed.takeError();
  if (!*passed)
    return llvm::createStringError(
        std::make_error_code(std::errc::invalid_argument),
        "the check command fails on the code as it is, so that it says nothing of the rewrites" +
            wordsOf(runs_, {}) + "; nothing was written, its output is in " + logOf(runs_));
  auto changes = checkedChanges(plan_, options_, ops_);
  if (!changes)
    return prefixed("after the check command ran on the code as it is: ", changes.takeError());
  changes_ = std::move(*changes);
  return llvm::Error::success();
}

/// Fails if one of the files is not on \p side: to go on would blame the wrong group.
llvm::Error Trial::require(const std::vector<std::size_t> &indexes, Side side) {
  for (const std::size_t index : indexes) {
    const ManifestFile &file = run_.files[index];
    auto now = ops_.read(file.path);
    if (!now)
      return now.takeError();
    if (hashOf(*now) != (side == Side::Old ? file.oldHash : file.newHash))
      return llvm::createStringError(std::make_error_code(std::errc::device_or_resource_busy),
                                     relativeToRoot(plan_.root, file.path) +
                                         " was edited while the check command ran, by it or by "
                                         "somebody else");
  }
  return llvm::Error::success();
}

llvm::Error Trial::requireShown() {
  std::vector<std::size_t> shown;
  for (std::size_t i = 0; i < run_.files.size(); ++i)
    if (run_.files[i].isChanged())
      shown.push_back(i);
  return require(shown, Side::New);
}

/// Makes the tree that of \p parts. By way of the old text, so that the journal knows at each
/// moment the two texts that a file may have.
llvm::Error Trial::show(const std::vector<std::size_t> &parts) {
  std::set<std::string> groups;
  for (const std::size_t part : parts)
    for (const std::size_t group : parts_[part])
      groups.insert(plan_.groups[group].id);
  const std::map<std::string, std::vector<Edit>> edits = editsOf(plan_, groups);
  std::vector<std::size_t> differing;
  for (std::size_t i = 0; i < changes_.size(); ++i) {
    Change &change = changes_[i];
    const auto own = edits.find(change.planned);
    change.newBytes =
        own == edits.end() ? change.oldBytes : applyEdits(change.oldBytes, own->second);
    change.file.newHash = hashOf(change.newBytes);
    if (change.file.newHash != run_.files[i].newHash)
      differing.push_back(i);
  }
  if (llvm::Error error = ops_.passTime(folder_))
    return error;
  if (llvm::Error error = moveSome(journal_, ops_, run_, differing, Side::Old, Edited::Refuse))
    return error;
  if (llvm::Error error = require(differing, Side::Old))
    return error;
  if (llvm::Error error = journal_.replaceNew(run_, differing, changes_))
    return error;
  return moveSome(journal_, ops_, run_, differing, Side::New, Edited::Refuse);
}

llvm::Expected<Bisection> Trial::search() {
  return bisect(parts_.size(), [&](const std::vector<std::size_t> &parts) -> llvm::Expected<bool> {
    if (llvm::Error error = show(parts))
      return error;
    std::size_t groups = 0;
    for (const std::size_t part : parts)
      groups += parts_[part].size();
    auto passed = check(groups);
    if (passed)
      if (llvm::Error error = requireShown())
        return error;
    return passed;
  });
}

/// Takes back whatever is on trial; \p why is the reason, and stays the first thing said.
llvm::Error Trial::restored(llvm::Error why) {
  const std::error_code code = std::make_error_code(std::errc::operation_canceled);
  const std::string words = llvm::toString(std::move(why));
  llvm::consumeError(ops_.passTime(folder_)); // without it a build may be stale, no text is
  llvm::Error error = moveAll(journal_, ops_, run_, Side::Old, Edited::Refuse);
  if (!error) {
    llvm::consumeError(journal_.discard(run_.id)); // if this fails, recover does it
    return llvm::createStringError(code, words + "; all files that repool wrote are as before");
  }
  llvm::consumeError(moveAll(journal_, ops_, run_, Side::Old, Edited::Leave)); // the others
  return llvm::createStringError(code, words + "; " + llvm::toString(std::move(error)));
}

LeftOut Trial::leftOut(const Bisection &found) {
  LeftOut left;
  const std::string what = found.allAlone
                               ? "the check command failed with each rewrite that was tried alone"
                               : "the check command failed with it rewritten";
  for (const BadPart &bad : found.bad)
    for (const std::size_t group : parts_[bad.part])
      left[plan_.groups[group].id] = {
          "RP604", what + wordsOf(bad.run + 1, parts_[bad.part]), "", {}};
  return left;
}

llvm::Expected<TrialResult> Trial::run() {
  auto prepared = prepare(plan_, options_, journal_, ops_);
  if (!prepared)
    return prepared.takeError();
  TrialResult result{.applied = {}, .plan = plan_};
  result.applied.note = prepared->note;
  if (prepared->changes.empty() || parts_.empty())
    return result;
  if (llvm::Error error = checkUnchanged())
    return error;
  for (Change &change : changes_) {
    change.newBytes = change.oldBytes;
    change.file.newHash = change.file.oldHash;
  }
  auto begun = journal_.begin(changes_, RunState::Trying);
  if (!begun)
    return begun.takeError();
  run_ = std::move(*begun);
  auto found = search();
  if (!found)
    return restored(found.takeError());
  const LeftOut left = leftOut(*found);
  if (found->kept.empty()) {
    if (llvm::Error error = show({}))
      return restored(std::move(error));
    llvm::consumeError(journal_.discard(run_.id)); // all is old already; recover does the rest
  } else {
    if (llvm::Error error = journal_.setState(run_, RunState::Written))
      return restored(std::move(error));
    const std::string note = std::move(result.applied.note);
    result.applied = resultOf(run_);
    result.applied.note = note;
  }
  result.plan = without(plan_, left);
  result.leftOut = left.size();
  result.runs = runs_;
  return result;
}

} // namespace

llvm::Expected<TrialResult> tryPlan(const Plan &plan, const ApplyOptions &options, FileOps &ops,
                                    const CheckRun &check) {
  return Trial(plan, options, ops, check).run();
}

} // namespace repool
