#include "apply/Check.h"

#include "apply/GitStatus.h"
#include "plan/CheckPlan.h"
#include "plan/Paths.h"

#include <map>
#include <set>

namespace repool {

namespace {

llvm::Error refuse(const std::vector<std::string> &names, const std::string &one,
                   const std::string &many, const std::string &next) {
  std::string list;
  for (const std::string &name : names)
    list += (list.empty() ? "" : ", ") + name;
  return llvm::createStringError(std::make_error_code(std::errc::operation_not_permitted),
                                 std::to_string(names.size()) + " " +
                                     (names.size() == 1 ? one : many) + ": " + list + "; " + next);
}

/// Checks one plan; collects what each refusal is about.
class Check {
public:
  Check(const Plan &plan, const ApplyOptions &options, FileOps &ops)
      : plan_(plan), options_(options), ops_(ops) {}

  llvm::Expected<std::vector<Change>> run();

private:
  llvm::Error look(const PlannedFile &file);
  llvm::Error refusals();

  std::string shown(const std::string &path) const { return relativeToRoot(plan_.root, path); }

  const Plan &plan_;
  const ApplyOptions &options_;
  FileOps &ops_;
  std::vector<Change> changes_;
  std::map<std::pair<std::uint64_t, std::uint64_t>, std::string> seen_; ///< by device and inode
  std::vector<std::string> stale_, readOnly_, unwritable_;
};

llvm::Error Check::look(const PlannedFile &file) {
  auto info = ops_.info(file.path);
  if (!info) {
    std::error_code code = llvm::errorToErrorCode(info.takeError());
    bool isGone = code == std::errc::no_such_file_or_directory;
    stale_.push_back(shown(file.path) + " (" + (isGone ? "no longer there" : code.message()) + ")");
    return llvm::Error::success();
  }
  if (!info->isRegular) {
    stale_.push_back(shown(file.path) + " (not a regular file)");
    return llvm::Error::success();
  }
  auto text = ops_.read(info->real);
  if (!text)
    return text.takeError();
  if (std::string now = hashOf(*text); now != file.sha256) {
    stale_.push_back(shown(file.path) + " (planned for " + file.sha256.substr(0, 12) + ", now " +
                     now.substr(0, 12) + ")");
    return llvm::Error::success();
  }
  if (text->size() != file.size) { // only a plan made by hand
    stale_.push_back(shown(file.path) + " (planned for " + std::to_string(file.size) +
                     " bytes, now " + std::to_string(text->size()) + ")");
    return llvm::Error::success();
  }
  auto edits = plan_.edits.find(file.path);
  if (edits == plan_.edits.end() || edits->second.empty())
    return llvm::Error::success();
  auto [first, isNew] = seen_.try_emplace({info->device, info->inode}, file.path);
  if (!isNew)
    return llvm::createStringError(std::make_error_code(std::errc::invalid_argument),
                                   shown(first->second) + " and " + shown(file.path) +
                                       " are one file (a link) and the plan edits both; run "
                                       "repool diff again");
  bool isReadOnly = (info->mode & 0222) == 0;
  if (isReadOnly && !options_.allowReadOnly)
    readOnly_.push_back(shown(file.path));
  else if (!isReadOnly && !info->isWritable)
    unwritable_.push_back(shown(file.path));
  Change change;
  change.newBytes = applyEdits(*text, edits->second);
  change.oldBytes = std::move(*text);
  change.file = {info->real, info->mode, !info->isReplaceable, file.sha256,
                 hashOf(change.newBytes)};
  change.planned = file.path;
  if (change.file.newHash != change.file.oldHash)
    changes_.push_back(std::move(change));
  return llvm::Error::success();
}

llvm::Error Check::refusals() {
  if (!stale_.empty())
    return refuse(stale_, "file has changed since the plan was made",
                  "files have changed since the plan was made", "run repool diff again");
  if (!readOnly_.empty())
    return refuse(readOnly_, "file is read-only", "files are read-only",
                  "--allow-read-only writes them all the same");
  if (!unwritable_.empty())
    return refuse(unwritable_, "file may not be written by you", "files may not be written by you",
                  "change their permissions or owner first");
  if (options_.allowDirty)
    return llvm::Error::success();
  std::vector<std::string> files;
  for (const Change &change : changes_)
    files.push_back(change.file.path);
  auto dirty = uncommitted(files);
  if (!dirty)
    return dirty.takeError();
  for (std::string &name : *dirty)
    name = shown(name);
  if (!dirty->empty())
    return refuse(*dirty, "file has uncommitted changes", "files have uncommitted changes",
                  "commit them first, or --allow-dirty writes them all the same");
  return llvm::Error::success();
}

llvm::Expected<std::vector<Change>> Check::run() {
  if (auto wrong = whatIsWrong(plan_))
    return llvm::createStringError(std::make_error_code(std::errc::invalid_argument),
                                   "bad plan: " + *wrong);
  for (const PlannedFile &file : plan_.files)
    if (llvm::Error error = look(file))
      return error;
  if (llvm::Error error = refusals())
    return error;
  return std::move(changes_);
}

} // namespace

llvm::Expected<std::vector<Change>> checkedChanges(const Plan &plan, const ApplyOptions &options,
                                                   FileOps &ops) {
  return Check(plan, options, ops).run();
}

} // namespace repool
