#include "apply/GitTree.h"

#include <algorithm>
#include <git2.h>
#include <set>

namespace repool {

namespace {

template <class T, void (*Free)(T *)> struct Freed {
  T *raw = nullptr;
  Freed() = default;

  ~Freed() { Free(raw); }

  Freed(const Freed &) = delete;
  Freed &operator=(const Freed &) = delete;

  T **operator&() { return &raw; }

  operator T *() const { return raw; }
};

using Reference = Freed<git_reference, git_reference_free>;
using Commit = Freed<git_commit, git_commit_free>;
using Tree = Freed<git_tree, git_tree_free>;
using Entry = Freed<git_tree_entry, git_tree_entry_free>;
using Index = Freed<git_index, git_index_free>;
using Diff = Freed<git_diff, git_diff_free>;
using Signature = Freed<git_signature, git_signature_free>;
using StatusList = Freed<git_status_list, git_status_list_free>;

llvm::Error refused(const std::string &sentence) {
  return llvm::createStringError(std::make_error_code(std::errc::operation_not_permitted),
                                 sentence);
}

llvm::Error gitError(const std::string &what) {
  const git_error *last = git_error_last();
  return llvm::createStringError(
      std::make_error_code(std::errc::io_error),
      "git: " + what + (last && last->message ? std::string(": ") + last->message : std::string()));
}

std::string textOf(const git_oid &id) {
  char text[GIT_OID_HEXSZ + 1];
  return git_oid_tostr(text, sizeof(text), &id);
}

/// "3 staged changes: a, b and others".
std::string listed(const std::vector<std::string> &names) {
  constexpr std::size_t Most = 3;
  std::string text;
  for (std::size_t i = 0; i < names.size() && i < Most; ++i)
    text += (i > 0 ? ", " : "") + names[i];
  return text +
         (names.size() > Most ? " and " + std::to_string(names.size() - Most) + " more" : "");
}

std::string oneOrMany(std::size_t count, const char *one, const char *many) {
  return std::to_string(count) + " " + (count == 1 ? one : many);
}

/// The repository of \p folder; an error if it is in no work tree.
llvm::Expected<git_repository *> openedAt(const std::string &folder) {
  git_repository *repository = nullptr;
  const int code = git_repository_open_ext(&repository, folder.c_str(), 0, nullptr);
  if (code == GIT_ENOTFOUND || (code == 0 && !git_repository_workdir(repository))) {
    git_repository_free(repository);
    return refused(folder + " is in no git work tree; --split-by makes git commits");
  }
  if (code != 0)
    return gitError(folder + " cannot be opened");
  return repository;
}

std::string workTreeOf(git_repository *repository) {
  std::string folder = git_repository_workdir(repository);
  if (folder.size() > 1 && folder.ends_with('/'))
    folder.pop_back();
  return folder;
}

} // namespace

GitTree::GitTree(git_repository *repository)
    : repository_(repository), folder_(workTreeOf(repository)) {
  git_libgit2_init();
}

GitTree::GitTree(GitTree &&other) noexcept
    : repository_(std::exchange(other.repository_, nullptr)), folder_(std::move(other.folder_)) {
  git_libgit2_init();
}

GitTree::~GitTree() {
  git_repository_free(repository_);
  git_libgit2_shutdown();
}

llvm::Expected<std::string> GitTree::folderOf(const std::string &folder) {
  auto tree = open(folder);
  if (!tree)
    return tree.takeError();
  return tree->folder_;
}

llvm::Expected<GitTree> GitTree::open(const std::string &folder) {
  git_libgit2_init();
  auto repository = openedAt(folder);
  if (!repository) {
    git_libgit2_shutdown();
    return repository.takeError();
  }
  GitTree tree(*repository);
  git_libgit2_shutdown();
  return tree;
}

std::string GitTree::relative(const std::string &file) const {
  const std::string prefix = folder_ == "/" ? "/" : folder_ + "/";
  return file.starts_with(prefix) ? file.substr(prefix.size()) : "";
}

llvm::Expected<std::string> GitTree::head() {
  git_oid id;
  if (git_reference_name_to_id(&id, repository_, "HEAD") != 0)
    return refused(folder_ + " has no commit yet; make one first");
  return textOf(id);
}

llvm::Error GitTree::accept(const std::vector<std::string> &files,
                            const std::vector<std::string> &headers) {
  if (auto commit = head(); !commit)
    return commit.takeError();
  if (git_repository_state(repository_) != GIT_REPOSITORY_STATE_NONE)
    return refused("a merge, rebase or the like is under way in " + folder_ + "; end it first");
  Signature author;
  if (git_signature_default(&author, repository_) != 0)
    return refused("git knows no author for the commits: set user.name and user.email with git "
                   "config first");
  Index index;
  if (git_repository_index(&index, repository_) != 0 || git_index_read(index, 0) != 0)
    return gitError("the index cannot be read");
  std::vector<std::string> untracked, staged, changed, missing;
  for (const std::string &file : files)
    if (const std::string path = relative(file);
        path.empty() || !git_index_get_bypath(index, path.c_str(), 0))
      untracked.push_back(path.empty() ? file : path);
  git_status_options options = GIT_STATUS_OPTIONS_INIT;
  options.flags = GIT_STATUS_OPT_INCLUDE_UNTRACKED | GIT_STATUS_OPT_RECURSE_UNTRACKED_DIRS |
                  GIT_STATUS_OPT_EXCLUDE_SUBMODULES;
  StatusList list;
  if (git_status_list_new(&list, repository_, &options) != 0)
    return gitError("the state of " + folder_ + " cannot be read");
  constexpr unsigned Staged = GIT_STATUS_INDEX_NEW | GIT_STATUS_INDEX_MODIFIED |
                              GIT_STATUS_INDEX_DELETED | GIT_STATUS_INDEX_RENAMED |
                              GIT_STATUS_INDEX_TYPECHANGE;
  for (std::size_t i = 0; i < git_status_list_entrycount(list); ++i) {
    const git_status_entry *entry = git_status_byindex(list, i);
    const git_diff_delta *delta =
        entry->index_to_workdir ? entry->index_to_workdir : entry->head_to_index;
    const std::string path = delta->new_file.path;
    if (entry->status & GIT_STATUS_WT_NEW) {
      if (std::ranges::any_of(headers,
                              [&](const std::string &name) { return path.ends_with("/" + name); }))
        missing.push_back(path);
    } else if (entry->status & Staged) {
      staged.push_back(path);
    } else if (entry->status != GIT_STATUS_CURRENT && entry->status != GIT_STATUS_IGNORED) {
      changed.push_back(path);
    }
  }
  if (!staged.empty())
    return refused(oneOrMany(staged.size(), "change is staged", "changes are staged") +
                   " in the index: " + listed(staged) + "; commit or unstage first");
  if (!changed.empty())
    return refused(oneOrMany(changed.size(), "file has uncommitted changes",
                             "files have uncommitted changes") +
                   ": " + listed(changed) +
                   "; commit or stash them first, since each commit is to build");
  if (!untracked.empty())
    return refused(oneOrMany(untracked.size(), "file is", "files are") + " not tracked by git in " +
                   folder_ + ": " + listed(untracked) + "; commit first");
  if (!missing.empty())
    return refused("the rewritten code includes " + listed(missing) +
                   ", which git does not track; commit the runtime first");
  return llvm::Error::success();
}

llvm::Expected<std::string> GitTree::makeCommit(const std::string &parent,
                                                const std::vector<std::string> &files,
                                                const std::string &message) {
  Signature author;
  Index index;
  git_oid id;
  Commit before;
  Tree oldTree, newTree;
  if (git_signature_default(&author, repository_) != 0 ||
      git_oid_fromstr(&id, parent.c_str()) != 0 ||
      git_commit_lookup(&before, repository_, &id) != 0 || git_commit_tree(&oldTree, before) != 0 ||
      git_repository_index(&index, repository_) != 0 || git_index_read(index, 1) != 0)
    return gitError("the commit cannot be begun");
  for (const std::string &file : files)
    if (git_index_add_bypath(index, relative(file).c_str()) != 0)
      return gitError(file + " cannot be added");
  Diff diff;
  if (git_index_write_tree(&id, index) != 0 || git_tree_lookup(&newTree, repository_, &id) != 0 ||
      git_diff_tree_to_tree(&diff, repository_, oldTree, newTree, nullptr) != 0)
    return gitError("the tree cannot be written");
  if (git_diff_num_deltas(diff) != files.size())
    return refused("the index of " + folder_ + " was changed meanwhile");
  const git_commit *parents[] = {before};
  if (git_commit_create(&id, repository_, nullptr, author, author, nullptr, message.c_str(),
                        newTree, 1, parents) != 0)
    return gitError("the commit cannot be made");
  return textOf(id);
}

llvm::Error GitTree::moveTo(const std::string &commit) {
  git_oid id;
  Commit made;
  Reference head, moved;
  Index index;
  if (git_oid_fromstr(&id, commit.c_str()) != 0 ||
      git_commit_lookup(&made, repository_, &id) != 0 ||
      git_repository_head(&head, repository_) != 0)
    return gitError("the branch cannot be found");
  const std::string words = std::string("commit: ") + git_commit_summary(made);
  if (git_reference_create_matching(&moved, repository_, git_reference_name(head), &id, 1,
                                    git_commit_parent_id(made, 0), words.c_str()) != 0)
    return gitError("the branch was moved meanwhile");
  if (git_repository_index(&index, repository_) != 0 || git_index_write(index) != 0)
    return gitError("the index cannot be written, but the commit " + commit.substr(0, 12) +
                    " is made");
  return llvm::Error::success();
}

llvm::Expected<bool> GitTree::holds(const std::string &commit) {
  git_oid id, top;
  if (git_reference_name_to_id(&top, repository_, "HEAD") != 0)
    return false;
  if (git_oid_fromstr(&id, commit.c_str()) != 0)
    return gitError("'" + commit + "' is no commit id");
  if (git_oid_equal(&id, &top))
    return true;
  const int code = git_graph_descendant_of(repository_, &top, &id);
  if (code < 0 && code != GIT_ENOTFOUND)
    return gitError("the history of " + commit + " cannot be read");
  return code == 1;
}

llvm::Error GitTree::finishIndex(const std::string &commit) {
  auto top = head();
  if (!top)
    return top.takeError();
  if (*top != commit)
    return llvm::Error::success();
  git_oid id;
  Commit made, parent;
  Tree oldTree, newTree;
  Diff diff;
  Index index;
  if (git_oid_fromstr(&id, commit.c_str()) != 0 ||
      git_commit_lookup(&made, repository_, &id) != 0 || git_commit_parent(&parent, made, 0) != 0 ||
      git_commit_tree(&newTree, made) != 0 || git_commit_tree(&oldTree, parent) != 0 ||
      git_diff_tree_to_tree(&diff, repository_, oldTree, newTree, nullptr) != 0 ||
      git_repository_index(&index, repository_) != 0 || git_index_read(index, 1) != 0)
    return gitError("the index cannot be brought up to " + commit);
  for (std::size_t i = 0; i < git_diff_num_deltas(diff); ++i) {
    const git_diff_delta *delta = git_diff_get_delta(diff, i);
    const git_index_entry *now = git_index_get_bypath(index, delta->new_file.path, 0);
    if (!now || !git_oid_equal(&now->id, &delta->old_file.id))
      continue;
    git_index_entry entry{};
    entry.path = delta->new_file.path;
    entry.mode = now->mode;
    entry.id = delta->new_file.id;
    if (git_index_add(index, &entry) != 0)
      return gitError("the index cannot be brought up to " + commit);
  }
  return git_index_write(index) == 0 ? llvm::Error::success()
                                     : gitError("the index cannot be written");
}

} // namespace repool
