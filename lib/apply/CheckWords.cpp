#include "apply/CheckWords.h"

#include "llvm/ADT/StringExtras.h"

#include <algorithm>
#include <array>

namespace repool {

namespace {

constexpr std::size_t Longest = 160;
constexpr std::size_t LastLines = 3;

/// Without colours and other control characters, without space at both ends, cut at a character.
std::string plain(llvm::StringRef line) {
  std::string result;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '\x1b' && i + 1 < line.size() && line[i + 1] == '[') {
      for (i += 2; i < line.size() && !llvm::isAlpha(line[i]);)
        ++i;
      continue;
    }
    if (line[i] == '\t')
      result += ' ';
    else if (static_cast<unsigned char>(line[i]) >= 0x20 && line[i] != '\x7f')
      result += line[i];
  }
  result = llvm::StringRef(result).trim().str();
  if (result.size() <= Longest)
    return result;
  std::size_t end = Longest;
  while (end > 0 && (static_cast<unsigned char>(result[end]) & 0xC0) == 0x80)
    --end;
  return result.substr(0, end) + "...";
}

bool isWordByte(char c) {
  return llvm::isAlnum(c) || c == '_';
}

/// \p sign stands in \p line and is neither the end of a word (-Werror), nor a count of none, nor
/// part of a file's name.
bool hasSign(llvm::StringRef line, llvm::StringRef sign) {
  for (std::size_t at = line.find_insensitive(sign); at != llvm::StringRef::npos;
       at = line.find_insensitive(sign, at + 1)) {
    const llvm::StringRef before = line.take_front(at);
    const llvm::StringRef after = line.drop_front(at).drop_while(isWordByte);
    const bool isFile =
        after.starts_with("/") || (after.size() > 1 && after[0] == '.' && llvm::isAlnum(after[1]));
    const bool isNone = before == "0 " || before.ends_with(" 0 ") || before.ends_with("(0 ") ||
                        before.ends_with_insensitive("no ");
    if (!isFile && !isNone && (before.empty() || !isWordByte(before.back())))
      return true;
  }
  return false;
}

/// What compilers, linkers and test programs write where something is wrong.
bool looksLikeError(llvm::StringRef line) {
  constexpr std::array Signs = {
      "error",   "undefined reference", "undefined symbol", "fail", "not ok", "assert", "fatal",
      "cannot ", "segmentation fault"};
  return std::any_of(Signs.begin(), Signs.end(),
                     [&](const char *sign) { return hasSign(line, sign); });
}

/// make and ninja say which of their rules failed; why stands in front of that.
bool isBuildTool(llvm::StringRef line) {
  return line.starts_with("make") || line.starts_with("gmake") || line.starts_with("FAILED: ") ||
         line.starts_with("ninja: ");
}

bool namesFile(llvm::StringRef line, llvm::StringRef file) {
  const llvm::StringRef name = file.substr(file.rfind('/') + 1);
  for (std::size_t at = line.find(name); at != llvm::StringRef::npos; at = line.find(name, at + 1))
    if ((at == 0 || !isWordByte(line[at - 1])) &&
        (at + name.size() == line.size() || !isWordByte(line[at + name.size()])))
      return true;
  return false;
}

} // namespace

std::string checkWords(std::string_view output, const std::vector<std::string> &files) {
  std::string first;
  std::vector<std::string> last;
  llvm::StringRef rest(output.data(), output.size());
  while (!rest.empty()) {
    auto [raw, next] = rest.split('\n');
    rest = next;
    std::string line = plain(raw);
    if (line.empty())
      continue;
    if (looksLikeError(line) && !isBuildTool(line)) {
      if (std::any_of(files.begin(), files.end(),
                      [&](const std::string &file) { return namesFile(line, file); }))
        return line;
      if (first.empty())
        first = line;
    }
    last.push_back(std::move(line));
    if (last.size() > LastLines)
      last.erase(last.begin());
  }
  return first.empty() ? plain(llvm::join(last, " | ")) : first;
}

} // namespace repool
