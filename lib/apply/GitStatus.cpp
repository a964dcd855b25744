#include "apply/GitStatus.h"

#include <filesystem>
#include <git2.h>
#include <map>
#include <memory>

namespace repool {

namespace {

struct Free {
  void operator()(git_repository *repository) const { git_repository_free(repository); }

  void operator()(git_status_list *list) const { git_status_list_free(list); }
};

class Library {
public:
  Library() { git_libgit2_init(); }

  ~Library() { git_libgit2_shutdown(); }

  Library(const Library &) = delete;
  Library &operator=(const Library &) = delete;
};

llvm::Error gitError(const std::string &what) {
  const git_error *last = git_error_last();
  return llvm::createStringError(
      std::make_error_code(std::errc::io_error),
      "git cannot tell whether " + what + " has uncommitted changes" +
          (last && last->message ? std::string(": ") + last->message : "") +
          "; --allow-dirty does not ask");
}

/// The work tree that holds \p folder, without the final slash; empty if there is none.
llvm::Expected<std::string> workTree(const std::string &folder) {
  git_repository *raw = nullptr;
  int code = git_repository_open_ext(&raw, folder.c_str(), 0, nullptr);
  if (code == GIT_ENOTFOUND)
    return std::string();
  if (code != 0)
    return gitError(folder);
  std::unique_ptr<git_repository, Free> repository(raw);
  const char *path = git_repository_workdir(raw);
  std::string result = path ? path : "";
  if (result.size() > 1 && result.ends_with('/'))
    result.pop_back();
  return result;
}

const char *word(unsigned status) {
  constexpr unsigned Staged = GIT_STATUS_INDEX_NEW | GIT_STATUS_INDEX_MODIFIED |
                              GIT_STATUS_INDEX_RENAMED | GIT_STATUS_INDEX_TYPECHANGE;
  if (status & GIT_STATUS_WT_NEW)
    return "untracked";
  if (status & GIT_STATUS_CONFLICTED)
    return "in conflict";
  return status & Staged ? "staged" : "modified";
}

llvm::Error addUncommitted(const std::string &tree, const std::vector<std::string> &files,
                           std::vector<std::string> &result) {
  git_repository *rawRepository = nullptr;
  if (git_repository_open(&rawRepository, tree.c_str()) != 0)
    return gitError(tree);
  std::unique_ptr<git_repository, Free> repository(rawRepository);
  std::vector<std::string> relative;
  for (const std::string &file : files)
    relative.push_back(file.substr(tree == "/" ? 1 : tree.size() + 1));
  std::vector<char *> pointers;
  for (std::string &path : relative)
    pointers.push_back(path.data());
  git_status_options options = GIT_STATUS_OPTIONS_INIT;
  options.flags = GIT_STATUS_OPT_INCLUDE_UNTRACKED | GIT_STATUS_OPT_RECURSE_UNTRACKED_DIRS |
                  GIT_STATUS_OPT_DISABLE_PATHSPEC_MATCH;
  options.pathspec = {pointers.data(), pointers.size()};
  git_status_list *rawList = nullptr;
  if (git_status_list_new(&rawList, rawRepository, &options) != 0)
    return gitError(tree);
  std::unique_ptr<git_status_list, Free> list(rawList);
  for (std::size_t i = 0; i < git_status_list_entrycount(rawList); ++i) {
    const git_status_entry *entry = git_status_byindex(rawList, i);
    const git_diff_delta *delta =
        entry->index_to_workdir ? entry->index_to_workdir : entry->head_to_index;
    if (entry->status != GIT_STATUS_CURRENT && delta)
      result.push_back((tree == "/" ? "" : tree) + "/" + delta->new_file.path + " (" +
                       word(entry->status) + ")");
  }
  return llvm::Error::success();
}

} // namespace

llvm::Expected<std::vector<std::string>> uncommitted(const std::vector<std::string> &files) {
  Library library;
  std::map<std::string, std::string> treeOfFolder;
  std::map<std::string, std::vector<std::string>> byTree;
  for (const std::string &file : files) {
    std::string folder = std::filesystem::path(file).parent_path().string();
    auto [known, isNew] = treeOfFolder.try_emplace(folder);
    if (isNew) {
      auto tree = workTree(folder);
      if (!tree)
        return tree.takeError();
      known->second = std::move(*tree);
    }
    if (!known->second.empty() && file.starts_with(known->second))
      byTree[known->second].push_back(file);
  }
  std::vector<std::string> result;
  for (const auto &[tree, treeFiles] : byTree)
    if (llvm::Error error = addUncommitted(tree, treeFiles, result))
      return error;
  return result;
}

} // namespace repool
