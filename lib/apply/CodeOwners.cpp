#include "apply/CodeOwners.h"

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"

#include <fnmatch.h>

namespace repool {

namespace {

/// The words of a line up to a comment; a backslash keeps the space after it.
std::vector<std::string> wordsOf(llvm::StringRef line) {
  std::vector<std::string> words;
  bool isOpen = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (c == '#' && !isOpen)
      break;
    if (c == ' ' || c == '\t' || c == '\r') {
      isOpen = false;
      continue;
    }
    if (!isOpen)
      words.emplace_back();
    isOpen = true;
    if (c == '\\' && i + 1 < line.size() && (line[i + 1] == ' ' || line[i + 1] == '#'))
      words.back() += line[++i];
    else
      words.back() += c;
  }
  return words;
}

std::vector<std::string> partsOfPath(llvm::StringRef path) {
  llvm::SmallVector<llvm::StringRef, 8> parts;
  path.split(parts, '/', -1, /*KeepEmpty=*/false);
  return {parts.begin(), parts.end()};
}

std::vector<std::string> segmentsOf(llvm::StringRef pattern) {
  std::vector<std::string> segments = partsOfPath(pattern);
  if (!pattern.drop_back().contains('/')) // of one name, or one and a final slash
    segments.insert(segments.begin(), "**");
  if (pattern.ends_with("/"))
    segments.push_back("**");
  return segments;
}

bool isHeading(llvm::StringRef line) {
  return line.starts_with("[") || line.starts_with("^[");
}

using Names = std::vector<std::string>;

bool matchFrom(const Names &pattern, std::size_t at, const Names &path, std::size_t depth) {
  if (at == pattern.size()) // what is below a folder; `*` means a file itself
    return depth == path.size() || pattern.back() != "*";
  if (pattern[at] == "**") {
    if (at + 1 == pattern.size())
      return depth < path.size();
    for (std::size_t next = depth; next < path.size(); ++next)
      if (matchFrom(pattern, at + 1, path, next))
        return true;
    return false;
  }
  return depth < path.size() && ::fnmatch(pattern[at].c_str(), path[depth].c_str(), 0) == 0 &&
         matchFrom(pattern, at + 1, path, depth + 1);
}

} // namespace

CodeOwners::CodeOwners(std::string_view text) {
  llvm::SmallVector<llvm::StringRef, 64> lines;
  llvm::StringRef(text).split(lines, '\n');
  for (const llvm::StringRef line : lines) {
    const std::vector<std::string> words = wordsOf(line);
    if (words.empty() || isHeading(words.front()))
      continue;
    Rule rule{segmentsOf(words.front()), ""};
    for (std::size_t i = 1; i < words.size(); ++i)
      rule.owners += (i > 1 ? " " : "") + words[i];
    if (words.front().find_first_not_of('/') != std::string::npos)
      rules_.push_back(std::move(rule));
  }
}

bool CodeOwners::matches(const Rule &rule, const std::vector<std::string> &path) {
  return matchFrom(rule.segments, 0, path, 0);
}

std::string CodeOwners::ownersOf(std::string_view path) const {
  const std::vector<std::string> parts = partsOfPath(path);
  for (auto rule = rules_.rbegin(); rule != rules_.rend(); ++rule)
    if (matches(*rule, parts))
      return rule->owners;
  return "";
}

llvm::Expected<CodeOwners> readCodeOwners(const std::string &tree, FileOps &ops) {
  for (const char *name : {".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"}) {
    auto text = ops.read(tree + "/" + name);
    if (text)
      return CodeOwners(*text);
    const std::error_code code = llvm::errorToErrorCode(text.takeError());
    if (code != std::errc::no_such_file_or_directory && code != std::errc::not_a_directory)
      return llvm::createStringError(code, tree + "/" + name + ": " + code.message());
  }
  return llvm::createStringError(
      std::make_error_code(std::errc::no_such_file_or_directory),
      "there is no .github/CODEOWNERS, CODEOWNERS or docs/CODEOWNERS in " + tree +
          "; --split-by directory needs none");
}

} // namespace repool
