#include "apply/Journal.h"

#include <algorithm>
#include <array>

namespace repool {

namespace {

constexpr std::array<std::string_view, 7> StateWords = {
    "", "trying\n", "writing\n", "written\n", "undoing\n", "committing\n", "committed\n"};

std::string_view word(RunState state) {
  return StateWords[static_cast<std::size_t>(state)];
}

std::string numbered(unsigned long number) {
  std::string digits = std::to_string(number);
  return std::string(digits.size() < 4 ? 4 - digits.size() : 0, '0') + digits;
}

bool isNumber(std::string_view name) {
  return !name.empty() && name.size() < 10 &&
         name.find_first_not_of("0123456789") == std::string_view::npos;
}

} // namespace

llvm::Expected<bool> Journal::exists() {
  auto names = ops_.list(directory_);
  if (!names)
    return names.takeError();
  return !names->empty();
}

llvm::Expected<std::unique_ptr<FileLock>> Journal::open() {
  auto names = ops_.list(directory_);
  if (!names)
    return names.takeError();
  if (llvm::Error error = ops_.makeDirectory(directory_ + "/runs"))
    return error;
  if (std::find(names->begin(), names->end(), ".gitignore") == names->end())
    if (llvm::Error error = ops_.write(directory_ + "/.gitignore", "*\n", 0644))
      return error;
  return ops_.lock(directory_ + "/lock");
}

llvm::Expected<std::vector<std::string>> Journal::runs() {
  auto names = ops_.list(directory_ + "/runs");
  if (!names)
    return names.takeError();
  std::erase_if(*names, [](const std::string &name) { return !isNumber(name); });
  std::sort(names->begin(), names->end(), [](const std::string &a, const std::string &b) {
    return std::stoul(a) < std::stoul(b);
  });
  return names;
}

llvm::Expected<RunState> Journal::state(const std::string &id) {
  auto names = ops_.list(folder(id));
  if (!names)
    return names.takeError();
  if (std::find(names->begin(), names->end(), "state") == names->end())
    return RunState::None;
  auto text = ops_.read(folder(id) + "/state");
  if (!text)
    return text.takeError();
  for (RunState state : {RunState::Trying, RunState::Writing, RunState::Written, RunState::Undoing,
                         RunState::Committing, RunState::Committed})
    if (*text == word(state))
      return state;
  return llvm::createStringError(std::make_error_code(std::errc::invalid_argument),
                                 folder(id) + "/state: not a state that repool writes");
}

llvm::Expected<Run> Journal::read(const std::string &id) {
  std::string path = folder(id) + "/manifest";
  auto text = ops_.read(path);
  if (!text)
    return text.takeError();
  auto manifest = readManifest(*text, path);
  if (!manifest)
    return manifest.takeError();
  return Run{id, std::move(*manifest)};
}

llvm::Expected<Run> Journal::begin(const std::vector<Change> &changes, RunState state) {
  auto before = runs();
  if (!before)
    return before.takeError();
  Run run{numbered(before->empty() ? 1 : std::stoul(before->back()) + 1), {}};
  for (const Change &change : changes)
    run.files.push_back(change.file);
  auto write = [&]() -> llvm::Error {
    if (llvm::Error error = ops_.makeDirectory(folder(run.id)))
      return error;
    for (std::size_t i = 0; i < changes.size(); ++i) {
      if (llvm::Error error = ops_.write(bytesPath(run, i, Side::Old), changes[i].oldBytes, 0600))
        return error;
      if (llvm::Error error = ops_.write(bytesPath(run, i, Side::New), changes[i].newBytes, 0600))
        return error;
    }
    if (llvm::Error error =
            ops_.write(folder(run.id) + "/manifest", writeManifest(run.files), 0644))
      return error;
    return setState(run, state);
  };
  if (llvm::Error error = write()) {
    llvm::consumeError(discard(run.id)); // if this fails too, recover does it
    return error;
  }
  return run;
}

/// The bytes first: nobody needs them while the manifest does not name them, and the file is old.
llvm::Error Journal::replaceNew(Run &run, const std::vector<std::size_t> &indexes,
                                const std::vector<Change> &changes) {
  Manifest files = run.files;
  for (const std::size_t index : indexes) {
    files[index].newHash = changes[index].file.newHash;
    if (llvm::Error error =
            ops_.write(bytesPath(run, index, Side::New), changes[index].newBytes, 0600))
      return error;
  }
  const std::string path = folder(run.id) + "/manifest";
  if (llvm::Error error = ops_.write(path + ".tmp", writeManifest(files), 0644))
    return error;
  if (llvm::Error error = ops_.rename(path + ".tmp", path))
    return error;
  run.files = std::move(files);
  return llvm::Error::success();
}

llvm::Error Journal::setState(const Run &run, RunState state) {
  std::string path = folder(run.id) + "/state";
  if (llvm::Error error = ops_.write(path + ".tmp", word(state), 0644))
    return error;
  return ops_.rename(path + ".tmp", path);
}

llvm::Error Journal::setCommits(const Run &run, const CommitRange &commits) {
  const std::string path = folder(run.id) + "/commits";
  if (llvm::Error error =
          ops_.write(path + ".tmp", commits.base + "\n" + commits.last + "\n", 0644))
    return error;
  return ops_.rename(path + ".tmp", path);
}

llvm::Expected<std::optional<CommitRange>> Journal::commits(const std::string &id) {
  auto names = ops_.list(folder(id));
  if (!names)
    return names.takeError();
  if (std::find(names->begin(), names->end(), "commits") == names->end())
    return std::nullopt;
  const std::string path = folder(id) + "/commits";
  auto text = ops_.read(path);
  if (!text)
    return text.takeError();
  const std::size_t end = text->find('\n');
  if (end == std::string::npos || !text->ends_with('\n') || text->size() < end + 2)
    return llvm::createStringError(std::make_error_code(std::errc::invalid_argument),
                                   path + ": not two commits, as repool writes them");
  return CommitRange{text->substr(0, end), text->substr(end + 1, text->size() - end - 2)};
}

llvm::Expected<std::string> Journal::bytes(const Run &run, std::size_t index, Side side) {
  std::string path = bytesPath(run, index, side);
  auto bytes = ops_.read(path);
  if (!bytes)
    return bytes;
  const ManifestFile &file = run.files[index];
  if (hashOf(*bytes) != (side == Side::Old ? file.oldHash : file.newHash))
    return llvm::createStringError(std::make_error_code(std::errc::io_error),
                                   path + " is damaged: it is not what was journalled");
  return bytes;
}

llvm::Error Journal::discard(const std::string &id) {
  auto names = ops_.list(folder(id));
  if (!names)
    return names.takeError();
  auto state = std::find(names->begin(), names->end(), "state");
  if (state != names->end()) {
    if (llvm::Error error = ops_.rename(folder(id) + "/state", folder(id) + "/state.tmp"))
      return error;
    *state = "state.tmp";
  }
  for (const std::string &name : *names)
    if (llvm::Error error = ops_.remove(folder(id) + "/" + name))
      return error;
  return ops_.remove(folder(id));
}

std::string Journal::bytesPath(const Run &run, std::size_t index, Side side) const {
  return folder(run.id) + (side == Side::Old ? "/old-" : "/new-") + std::to_string(index);
}

} // namespace repool
