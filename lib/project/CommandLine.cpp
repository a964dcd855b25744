#include "project/CommandLine.h"

#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/Allocator.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/VirtualFileSystem.h"

#include <algorithm>
#include <array>

namespace repool {

namespace {

bool isBlank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// Inside double quotes a backslash escapes only these.
bool isEscapedInQuotes(char c) {
  return c == '"' || c == '\\' || c == '$' || c == '`';
}

constexpr std::array Alone = {"-c", "-S", "-E", "-M", "-MM", "-MD", "-MMD", "-MP", "-MG", "-MV"};
constexpr std::array WithValue = {
    "-o", "--output", "-MF", "-MT", "-MQ", "-MJ", "--serialize-diagnostics"};
constexpr std::array Joined = {"-o", "--output=", "-MF", "-MT", "-MQ", "-MJ", "-Wp,-M"};

/// Flags whose value is the next word, which therefore is no flag of its own.
constexpr std::array Pairs = {
    "-I",         "-D", "-U",    "-include", "-imacros", "-isystem",  "-iquote", "-Xclang",
    "-idirafter", "-x", "-arch", "-target",  "-Xlinker", "-isysroot", "--param", "-Xpreprocessor",
    "-Xassembler"};

template <class List> bool isOneOf(std::string_view word, const List &list) {
  return std::ranges::find(list, word) != list.end();
}

bool isJoined(std::string_view word) {
  return std::ranges::any_of(Joined, [&](std::string_view flag) { return word.starts_with(flag); });
}

} // namespace

std::vector<std::string> splitCommand(std::string_view command) {
  std::vector<std::string> words;
  std::string word;
  bool started = false; // an empty pair of quotes is a word too
  char quote = 0;
  for (std::size_t i = 0; i < command.size(); ++i) {
    const char c = command[i];
    if (quote == 0 && isBlank(c)) {
      if (started)
        words.push_back(std::move(word));
      word.clear();
      started = false;
      continue;
    }
    started = true;
    if (c == quote) {
      quote = 0;
    } else if (quote == 0 && (c == '"' || c == '\'')) {
      quote = c;
    } else if (c == '\\' && quote != '\'' && i + 1 < command.size() &&
               (quote == 0 || isEscapedInQuotes(command[i + 1]))) {
      word += command[++i];
    } else {
      word += c;
    }
  }
  if (started)
    words.push_back(std::move(word));
  return words;
}

llvm::Expected<std::vector<std::string>>
expandResponseFiles(const std::vector<std::string> &arguments, const std::string &directory) {
  const auto isResponseFile = [](const std::string &word) { return word.starts_with('@'); };
  if (std::ranges::none_of(arguments, isResponseFile))
    return arguments;
  llvm::BumpPtrAllocator allocator;
  llvm::SmallVector<const char *, 64> words;
  for (const std::string &argument : arguments)
    words.push_back(argument.c_str());
  llvm::cl::ExpansionContext context(allocator, llvm::cl::TokenizeGNUCommandLine);
  context.setCurrentDir(directory).setVFS(llvm::vfs::getRealFileSystem().get());
  if (llvm::Error error = context.expandResponseFiles(words))
    return error;
  return std::vector<std::string>(words.begin(), words.end());
}

std::vector<std::string> withoutOutputs(const std::vector<std::string> &arguments) {
  std::vector<std::string> kept;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string &word = arguments[i];
    if (i == 0) {
      kept.push_back(word);
      continue;
    }
    if (word == "--") {
      kept.insert(kept.end(), arguments.begin() + static_cast<std::ptrdiff_t>(i), arguments.end());
      break;
    }
    if (isOneOf(word, Alone))
      continue;
    if (isOneOf(word, WithValue)) {
      ++i;
      continue;
    }
    if (isJoined(word))
      continue;
    kept.push_back(word);
    if (isOneOf(word, Pairs) && i + 1 < arguments.size())
      kept.push_back(arguments[++i]);
  }
  return kept;
}

} // namespace repool
