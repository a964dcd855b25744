#include "apply/Move.h"

#include <filesystem>
#include <numeric>

namespace repool {

namespace {

const std::string &hash(const ManifestFile &file, Side side) {
  return side == Side::Old ? file.oldHash : file.newHash;
}

/// What a kill in the middle of writing in place can leave: at each offset the old byte or the
/// new one, or a zero where the block did not reach the disk.
bool isMixture(std::string_view now, std::string_view before, std::string_view after) {
  if (now.size() > std::max(before.size(), after.size()))
    return false;
  for (std::size_t i = 0; i < now.size(); ++i) {
    bool isOld = i < before.size() && now[i] == before[i];
    bool isNew = i < after.size() && now[i] == after[i];
    if (!isOld && !isNew && now[i] != '\0')
      return false;
  }
  return true;
}

/// One file to move, and what it held when all were looked at.
struct Step {
  std::size_t index;
  bool inPlace;
  std::string seenHash;
};

class Mover {
public:
  Mover(Journal &journal, FileOps &ops, const Run &run, Side to, Edited edited)
      : journal_(journal), ops_(ops), run_(run), to_(to), edited_(edited) {}

  llvm::Error move(const std::vector<std::size_t> &indexes);

private:
  llvm::Error look(std::size_t index);
  llvm::Expected<bool> wasTorn(std::size_t index, const FileInfo &info, std::string_view now);
  llvm::Error checkUnedited(const Step &step);
  llvm::Error writeTo(const std::string &path, std::size_t index);
  llvm::Error removeTemporaries();
  std::string temporary(std::size_t index) const;

  std::string bytesPath(std::size_t index) const { return journal_.bytesPath(run_, index, to_); }

  llvm::Error refusal() const;

  Journal &journal_;
  FileOps &ops_;
  const Run &run_;
  Side to_;
  Edited edited_;
  std::vector<Step> steps_;
  std::vector<std::size_t> foreign_; ///< edited or removed by somebody else
};

/// Beside the file, because a rename works within one file system only.
std::string Mover::temporary(std::size_t index) const {
  std::filesystem::path path = run_.files[index].path;
  return (path.parent_path() / (".repool-" + run_.id + "-" + std::to_string(index) + ".tmp"))
      .string();
}

llvm::Expected<bool> Mover::wasTorn(std::size_t index, const FileInfo &info, std::string_view now) {
  if (!run_.files[index].inPlace && info.isReplaceable)
    return false;
  auto before = journal_.bytes(run_, index, Side::Old);
  if (!before)
    return before.takeError();
  auto after = journal_.bytes(run_, index, Side::New);
  if (!after)
    return after.takeError();
  return isMixture(now, *before, *after);
}

llvm::Error Mover::look(std::size_t index) {
  const ManifestFile &file = run_.files[index];
  auto info = ops_.info(file.path);
  if (!info) {
    std::error_code code = llvm::errorToErrorCode(info.takeError());
    if (code != std::errc::no_such_file_or_directory)
      return llvm::createStringError(code, file.path + " cannot be found: " + code.message());
    foreign_.push_back(index);
    return llvm::Error::success();
  }
  auto now = ops_.read(file.path);
  if (!now)
    return now.takeError();
  std::string seen = hashOf(*now);
  if (seen == hash(file, to_) && info->mode == file.mode)
    return llvm::Error::success();
  bool isOurs = seen == file.oldHash || seen == file.newHash;
  if (!isOurs) {
    auto torn = wasTorn(index, *info, *now);
    if (!torn)
      return torn.takeError();
    isOurs = *torn;
  }
  if (isOurs)
    steps_.push_back({index, file.inPlace || !info->isReplaceable, std::move(seen)});
  else
    foreign_.push_back(index);
  return llvm::Error::success();
}

/// Fails if the file of \p step is no longer what was seen.
llvm::Error Mover::checkUnedited(const Step &step) {
  const std::string &path = run_.files[step.index].path;
  auto now = ops_.read(path);
  if (!now)
    return now.takeError();
  if (hashOf(*now) == step.seenHash)
    return llvm::Error::success();
  return llvm::createStringError(std::make_error_code(std::errc::device_or_resource_busy),
                                 path + " was edited at this moment by another program");
}

llvm::Error Mover::writeTo(const std::string &path, std::size_t index) {
  auto bytes = journal_.bytes(run_, index, to_);
  if (!bytes)
    return bytes.takeError();
  return ops_.write(path, *bytes, run_.files[index].mode);
}

llvm::Error Mover::removeTemporaries() {
  for (std::size_t i = 0; i < run_.files.size(); ++i)
    if (llvm::Error error = ops_.remove(temporary(i)))
      return error;
  return llvm::Error::success();
}

llvm::Error Mover::refusal() const {
  std::string names;
  for (std::size_t index : foreign_)
    names += (names.empty() ? "" : ", ") + run_.files[index].path +
             (to_ == Side::New ? "" : " (its text is in " + bytesPath(index) + ")");
  auto code = std::make_error_code(std::errc::operation_not_permitted);
  if (to_ == Side::New) // apply has only just checked them
    return llvm::createStringError(code, "edited or removed at this moment by another program: " +
                                             names + "; run repool diff again");
  return llvm::createStringError(
      code, "run " + run_.id + " wrote files that were edited or removed since: " + names +
                "; put that text there, or remove the run's folder to keep all files as they are");
}

/// In the order that lets a full disk be taken back: what needs space comes before the first
/// rename, which needs none and frees what it replaces; a file written in place keeps its blocks.
llvm::Error Mover::move(const std::vector<std::size_t> &indexes) {
  for (const std::size_t i : indexes)
    if (run_.files[i].isChanged())
      if (llvm::Error error = look(i))
        return error;
  if (!foreign_.empty() && edited_ == Edited::Refuse)
    return refusal();
  if (llvm::Error error = removeTemporaries()) // of a move that failed or was killed
    return error;
  for (const Step &step : steps_)
    if (!step.inPlace)
      if (llvm::Error error = writeTo(temporary(step.index), step.index))
        return error;
  for (const Step &step : steps_) {
    if (!step.inPlace)
      continue;
    if (llvm::Error error = checkUnedited(step))
      return error;
    if (llvm::Error error = writeTo(run_.files[step.index].path, step.index))
      return error;
  }
  for (const Step &step : steps_) {
    if (step.inPlace)
      continue;
    if (llvm::Error error = checkUnedited(step))
      return error;
    if (llvm::Error error = ops_.rename(temporary(step.index), run_.files[step.index].path))
      return error;
  }
  return llvm::Error::success();
}

} // namespace

llvm::Error moveAll(Journal &journal, FileOps &ops, const Run &run, Side to, Edited edited) {
  std::vector<std::size_t> all(run.files.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  return moveSome(journal, ops, run, all, to, edited);
}

llvm::Error moveSome(Journal &journal, FileOps &ops, const Run &run,
                     const std::vector<std::size_t> &indexes, Side to, Edited edited) {
  return Mover(journal, ops, run, to, edited).move(indexes);
}

llvm::Error takenBack(Journal &journal, FileOps &ops, const Run &run, llvm::Error why) {
  llvm::Error error = moveAll(journal, ops, run, Side::Old, Edited::Leave);
  if (!error) {
    llvm::consumeError(journal.discard(run.id)); // if this fails, recover does it
    return why;
  }
  return llvm::createStringError(
      std::make_error_code(std::errc::io_error),
      llvm::toString(std::move(why)) + "; putting the old text back failed as well (" +
          llvm::toString(std::move(error)) + "); repool undo tries that again");
}

llvm::Expected<bool> areAll(FileOps &ops, const Run &run, Side side) {
  for (const ManifestFile &file : run.files) {
    if (!file.isChanged())
      continue;
    auto now = ops.read(file.path);
    if (!now) {
      // Not there is not new; moveAll names it.
      llvm::consumeError(now.takeError());
      return false;
    }
    if (hashOf(*now) != hash(file, side))
      return false;
  }
  return true;
}

} // namespace repool
