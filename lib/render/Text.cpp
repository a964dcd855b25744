#include "render/Text.h"

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/ConvertUTF.h"
#include "llvm/Support/Unicode.h"

namespace repool {

std::string shownPath(std::string_view root, std::string_view path) {
  std::string folder(root);
  if (!folder.ends_with('/'))
    folder += '/';
  return std::string(path.starts_with(folder) ? path.substr(folder.size()) : path);
}

namespace {

/// Length of the well-formed sequence at the begin of \p text; 0 if there is none.
std::size_t sequenceLength(std::string_view text) {
  auto *begin = reinterpret_cast<const llvm::UTF8 *>(text.data());
  std::size_t length = llvm::getNumBytesForUTF8(*begin);
  bool fits = length <= text.size() && llvm::isLegalUTF8Sequence(begin, begin + length);
  return fits ? length : 0;
}

} // namespace

std::string printable(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    unsigned char c = static_cast<unsigned char>(text.front());
    std::size_t length = sequenceLength(text);
    // C1 controls are two bytes, U+0080 .. U+009F; some terminals obey them.
    bool isC1 = length == 2 && c == 0xc2 && static_cast<unsigned char>(text[1]) < 0xa0;
    if (c == '\n' || c == '\t' || c == '\r')
      result += ' ';
    else if (c < 0x20 || c == 0x7f || length == 0 || isC1)
      result += '?';
    else
      result += text.substr(0, length);
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return result;
}

std::string counted(unsigned count, std::string_view one, std::string_view many) {
  return std::to_string(count) + " " + std::string(count == 1 ? one : many);
}

unsigned columns(std::string_view text) {
  int width = llvm::sys::unicode::columnWidthUTF8(text);
  return width < 0 ? static_cast<unsigned>(text.size()) : static_cast<unsigned>(width);
}

std::vector<std::string> wrapWords(std::string_view text, unsigned width) {
  if (width == 0)
    return {std::string(text)};
  std::vector<std::string> lines;
  std::string line;
  llvm::StringRef rest(text);
  while (!rest.empty()) {
    auto [word, after] = rest.split(' ');
    rest = after;
    if (!line.empty() && columns(line) + 1 + columns(word) > width)
      lines.push_back(std::exchange(line, ""));
    line += (line.empty() ? "" : " ") + word.str();
  }
  if (!line.empty() || lines.empty())
    lines.push_back(line);
  return lines;
}

std::string styled(std::string_view text, Style style, bool color) {
  if (!color || style == Style::Plain || text.empty())
    return std::string(text);
  const char *code = "";
  switch (style) {
  case Style::Plain:
    break;
  case Style::Bold:
    code = "1";
    break;
  case Style::Dim:
    code = "2";
    break;
  case Style::Red:
    code = "31";
    break;
  case Style::Green:
    code = "32";
    break;
  case Style::Yellow:
    code = "33";
    break;
  case Style::Cyan:
    code = "36";
    break;
  }
  return "\x1b[" + std::string(code) + "m" + std::string(text) + "\x1b[0m";
}

} // namespace repool
