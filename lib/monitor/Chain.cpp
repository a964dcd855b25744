#include "monitor/Chain.h"

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/MemoryBuffer.h"

#include <cstdlib>
#include <sstream>

namespace repool::monitor {

namespace {

constexpr const char *Usual = "REPOOL_POOLER_URL DATABASE_URL own";

bool isUrl(const std::string &word) {
  return word.find("://") != std::string::npos || word.find('=') != std::string::npos;
}

} // namespace

std::vector<NamedText> chainOf(const Lookup &lookup) {
  std::vector<NamedText> texts;
  std::istringstream words(lookup("REPOOL_CHAIN").value_or(Usual));
  for (std::string word; words >> word;) {
    if (word == "own")
      continue;
    if (isUrl(word))
      texts.push_back({"a link of REPOOL_CHAIN", word});
    else if (const auto value = lookup(word); value && !value->empty())
      texts.push_back({word, *value});
  }
  return texts;
}

std::map<std::string, std::string> readSettings(const std::string &text) {
  std::map<std::string, std::string> values;
  llvm::StringRef rest(text);
  while (!rest.empty()) {
    llvm::StringRef line;
    std::tie(line, rest) = rest.split('\n');
    line = line.trim();
    if (line.starts_with("#") || !line.contains('='))
      continue;
    const auto [name, value] = line.split('=');
    values[name.trim().str()] = value.trim().str();
  }
  return values;
}

llvm::Expected<Lookup> environment() {
  std::map<std::string, std::string> values;
  if (const char *const file = std::getenv("REPOOL_CONFIG"); file && *file) {
    const auto text = llvm::MemoryBuffer::getFile(file, /*IsText=*/true);
    if (!text)
      return llvm::createStringError(text.getError(), std::string("REPOOL_CONFIG: ") + file + ": " +
                                                          text.getError().message());
    values = readSettings((*text)->getBuffer().str());
  }
  return [values](const std::string &name) -> std::optional<std::string> {
    if (const char *const value = std::getenv(name.c_str()); value && *value)
      return value;
    const auto found = values.find(name);
    return found == values.end() ? std::nullopt : std::optional<std::string>(found->second);
  };
}

} // namespace repool::monitor
