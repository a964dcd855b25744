/// \file
/// The plan as a unified diff that `git apply`, `git apply -R` and `patch -p1` take.
///
/// libgit2 makes hunks, quotes names and marks a missing newline at the end. git also writes a TAB
/// after a name with spaces, without which `patch` takes the first word for the name; libgit2 does
/// not, so we do. A file whose edits do not fit the text given for it is left out and said so in a
/// line that both programs skip.
#include "render/Render.h"
#include "render/Text.h"

#include <git2.h>
#include <memory>

namespace repool {

namespace {

struct FreePatch {
  void operator()(git_patch *patch) const { git_patch_free(patch); }
};

/// The patch of one file as libgit2 prints it; empty if it fails.
std::string patchText(const std::string &name, std::string_view before, std::string_view after) {
  git_diff_options options = GIT_DIFF_OPTIONS_INIT;
  options.flags = GIT_DIFF_FORCE_TEXT | GIT_DIFF_INDENT_HEURISTIC;
  git_patch *raw = nullptr;
  if (git_patch_from_buffers(&raw, before.data(), before.size(), name.c_str(), after.data(),
                             after.size(), name.c_str(), &options) != 0)
    return "";
  std::unique_ptr<git_patch, FreePatch> patch(raw);
  git_buf buffer = GIT_BUF_INIT;
  std::string result;
  if (git_patch_to_buf(&buffer, patch.get()) == 0)
    result.assign(buffer.ptr, buffer.size);
  git_buf_dispose(&buffer);
  return result;
}

Style lineStyle(std::string_view line, bool inHunk) {
  if (line.starts_with("@@"))
    return Style::Cyan;
  if (!inHunk)
    return Style::Bold;
  return line.starts_with('+') ? Style::Green : (line.starts_with('-') ? Style::Red : Style::Plain);
}

/// Adds the TABs and the colours.
std::string finish(std::string_view patch, bool color) {
  std::string result;
  bool inHunk = false;
  while (!patch.empty()) {
    std::size_t end = patch.find('\n');
    std::string line(patch.substr(0, end));
    patch.remove_prefix(end == std::string_view::npos ? patch.size() : end + 1);
    inHunk = inHunk || line.starts_with("@@");
    bool isName = !inHunk && (line.starts_with("--- ") || line.starts_with("+++ "));
    if (isName && line.find(' ', 4) != std::string::npos && line[4] != '"')
      line += '\t';
    result += styled(line, lineStyle(line, inHunk), color) + "\n";
  }
  return result;
}

bool fits(const std::vector<Edit> &edits, std::size_t size) {
  std::size_t done = 0;
  for (const Edit &edit : edits) {
    if (edit.span.begin < done || edit.span.end < edit.span.begin || edit.span.end > size)
      return false;
    done = edit.span.end;
  }
  return true;
}

} // namespace

std::string renderDiff(const Plan &plan, const TextOf &texts, const RenderOptions &options) {
  git_libgit2_init();
  std::string result;
  for (const auto &[file, edits] : plan.edits) {
    std::string before = texts(file);
    std::string name = shownPath(plan.root, file);
    if (!fits(edits, before.size())) {
      result += "# " + printable(name) + " has changed since the plan was made\n";
      continue;
    }
    result += finish(patchText(name, before, applyEdits(before, edits)), options.color);
  }
  git_libgit2_shutdown();
  return result;
}

} // namespace repool
