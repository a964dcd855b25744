#include "format/Format.h"

#include "clang/Format/Format.h"
#include "llvm/Support/VirtualFileSystem.h"

#include <algorithm>

namespace repool {

namespace {

using clang::tooling::Range;
using clang::tooling::Replacement;
using clang::tooling::Replacements;

bool isBlank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

/// The style of the nearest .clang-format; nothing where there is none or it says not to.
std::optional<clang::format::FormatStyle> styleOf(const std::string &file, std::string_view text) {
  auto style =
      clang::format::getStyle("file", file, "none", llvm::StringRef(text.data(), text.size()),
                              llvm::vfs::getRealFileSystem().get());
  if (!style) { // a broken .clang-format is the user's to mend; our text is still right
    llvm::consumeError(style.takeError());
    return std::nullopt;
  }
  if (style->DisableFormat)
    return std::nullopt;
  style->SortIncludes = clang::format::FormatStyle::SI_Never;
  return *style;
}

/// Where the edits' own text stands in the new text.
std::vector<Range> writtenRanges(const std::vector<Edit> &edits) {
  std::vector<Range> ranges;
  std::int64_t shift = 0;
  for (const Edit &edit : edits) {
    if (!isBlank(edit.text))
      ranges.emplace_back(static_cast<unsigned>(edit.span.begin + shift),
                          static_cast<unsigned>(edit.text.size()));
    shift += static_cast<std::int64_t>(edit.text.size()) - edit.span.size();
  }
  return ranges;
}

bool addAll(Replacements &all, const std::vector<Edit> &edits) {
  for (const Edit &edit : edits)
    if (llvm::Error error =
            all.add(Replacement(edit.file, edit.span.begin, edit.span.size(), edit.text))) {
      llvm::consumeError(std::move(error));
      return false;
    }
  return true;
}

} // namespace

std::vector<Edit> formatEdits(const std::string &file, std::string_view text,
                              std::vector<Edit> edits) {
  const std::vector<Range> ranges = writtenRanges(edits);
  const auto style = ranges.empty() ? std::nullopt : styleOf(file, text);
  Replacements own;
  if (!style || !addAll(own, edits))
    return edits;
  clang::format::FormattingAttemptStatus status;
  const std::string written = applyEdits(text, edits);
  const Replacements layout = clang::format::reformat(*style, written, ranges, file, &status);
  if (!status.FormatComplete || layout.empty())
    return edits;
  std::vector<Edit> result;
  for (const Replacement &r : own.merge(layout))
    result.push_back(
        {file, {r.getOffset(), r.getOffset() + r.getLength()}, r.getReplacementText().str()});
  return result;
}

} // namespace repool
