#include "apply/Manifest.h"

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/SHA256.h"

namespace repool {

namespace {

constexpr const char *FirstLine = "repool journal 1";

/// `%` and whatever would end the line, as %XX.
std::string escaped(std::string_view path) {
  std::string result;
  for (char c : path)
    if (c == '%' || static_cast<unsigned char>(c) < 0x20)
      result += "%" + llvm::toHex(llvm::StringRef(&c, 1));
    else
      result += c;
  return result;
}

std::optional<std::string> unescaped(llvm::StringRef text) {
  std::string result;
  while (!text.empty()) {
    if (text.front() != '%') {
      result += text.front();
      text = text.drop_front();
      continue;
    }
    std::string byte;
    if (text.size() < 3 || !llvm::tryGetFromHex(text.substr(1, 2), byte))
      return std::nullopt;
    result += byte;
    text = text.drop_front(3);
  }
  return result;
}

bool isHash(llvm::StringRef text) {
  return text.size() == 64 && llvm::all_of(text, [](char c) { return llvm::isHexDigit(c); });
}

/// `rename 644 <old> <new> /path`.
std::optional<ManifestFile> readLine(llvm::StringRef line) {
  llvm::SmallVector<llvm::StringRef, 5> words;
  line.split(words, ' ', 4);
  ManifestFile file;
  if (words.size() != 5 || (words[0] != "rename" && words[0] != "inplace") ||
      words[1].getAsInteger(8, file.mode) || !isHash(words[2]) || !isHash(words[3]))
    return std::nullopt;
  file.inPlace = words[0] == "inplace";
  file.oldHash = words[2].str();
  file.newHash = words[3].str();
  std::optional<std::string> path = unescaped(words[4]);
  if (!path || !path->starts_with('/'))
    return std::nullopt;
  file.path = std::move(*path);
  return file;
}

} // namespace

std::string hashOf(std::string_view bytes) {
  return llvm::toHex(llvm::SHA256::hash(llvm::arrayRefFromStringRef(bytes)), /*LowerCase=*/true);
}

std::string writeManifest(const Manifest &manifest) {
  std::string result = std::string(FirstLine) + "\n";
  for (const ManifestFile &file : manifest) {
    char mode[16];
    std::snprintf(mode, sizeof mode, "%o", file.mode);
    result += std::string(file.inPlace ? "inplace " : "rename ") + mode + " " + file.oldHash + " " +
              file.newHash + " " + escaped(file.path) + "\n";
  }
  return result + "end\n";
}

llvm::Expected<Manifest> readManifest(std::string_view text, std::string_view name) {
  llvm::SmallVector<llvm::StringRef, 16> lines;
  llvm::StringRef(text).split(lines, '\n');
  auto bad = [&](std::size_t line) {
    return llvm::createStringError(std::make_error_code(std::errc::invalid_argument),
                                   std::string(name) + ":" + std::to_string(line + 1) +
                                       ": not a journal of repool");
  };
  if (lines.front() != FirstLine)
    return bad(0);
  Manifest manifest;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    if (lines[i] == "end" && i + 2 == lines.size() && lines.back().empty())
      return manifest;
    std::optional<ManifestFile> file = readLine(lines[i]);
    if (!file)
      return bad(i);
    manifest.push_back(std::move(*file));
  }
  return bad(lines.size() - 1);
}

} // namespace repool
