#include "project/CompileDatabase.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "project/CommandLine.h"
#include "project/SourceStore.h"

#include <algorithm>
#include <cstdio>
#include <set>

namespace repool {

namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

namespace {

constexpr const char *FileName = "compile_commands.json";
constexpr const char *HowToMake =
    "make one with cmake -DCMAKE_EXPORT_COMPILE_COMMANDS=ON, or with: bear -- make";

llvm::Error failure(const llvm::Twine &message) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), message);
}

std::string join(llvm::StringRef directory, llvm::StringRef name) {
  llvm::SmallString<256> joined(directory);
  path::append(joined, name);
  return joined.str().str();
}

/// \p name as seen from \p directory, absolute and without dots; symlinks stay.
std::string absolute(llvm::StringRef directory, llvm::StringRef name) {
  llvm::SmallString<256> result(name);
  fs::make_absolute(directory, result);
  return result.str().str();
}

/// llvm::json keeps the position of a syntax error only in its text: "[3:12, byte=45]: what".
llvm::Error syntaxError(const std::string &database, llvm::Error error) {
  const std::string text = llvm::toString(std::move(error));
  unsigned line = 0;
  unsigned column = 0;
  const std::size_t colon = text.find("]: ");
  if (colon == std::string::npos || std::sscanf(text.c_str(), "[%u:%u", &line, &column) != 2)
    return failure(database + ": " + text + "; generate the file again");
  return failure(database + ":" + llvm::Twine(line) + ":" + llvm::Twine(std::max(column, 1U)) +
                 ": not valid JSON: " + text.substr(colon + 3) + "; generate the file again");
}

/// One entry of the file as it is written there.
struct Entry {
  std::string file;
  std::string directory;
  std::vector<std::string> words;
};

llvm::Expected<std::vector<std::string>> readArguments(const llvm::json::Array &list,
                                                       const llvm::Twine &where) {
  std::vector<std::string> words;
  for (const llvm::json::Value &value : list) {
    const auto word = value.getAsString();
    if (!word)
      return failure(where + ": 'arguments' must hold strings only");
    words.push_back(word->str());
  }
  return words;
}

llvm::Expected<Entry> readEntry(const llvm::json::Value &value, const std::string &where) {
  const llvm::json::Object *object = value.getAsObject();
  if (object == nullptr)
    return failure(where + " is not an object");
  Entry entry;
  for (const char *key : {"file", "directory"}) {
    if (object->get(key) == nullptr)
      return failure(where + " has no '" + key + "'");
    const auto text = object->getString(key);
    if (!text || text->empty())
      return failure(where + ": '" + key + "' must be a string that is not empty");
    (key[0] == 'f' ? entry.file : entry.directory) = text->str();
  }
  if (const llvm::json::Value *arguments = object->get("arguments")) {
    if (arguments->getAsArray() == nullptr)
      return failure(where + ": 'arguments' must be an array of strings");
    auto words = readArguments(*arguments->getAsArray(), where);
    if (!words)
      return words.takeError();
    entry.words = std::move(*words);
  } else if (const llvm::json::Value *command = object->get("command")) {
    if (!command->getAsString())
      return failure(where + ": 'command' must be a string");
    entry.words = splitCommand(*command->getAsString());
  } else {
    return failure(where + " has neither 'command' nor 'arguments'");
  }
  if (entry.words.empty())
    return failure(where + " has an empty command");
  return entry;
}

/// What makes two entries the same work: flags and folder, however each spells its input file.
std::string identityOf(const CompileUnit &unit, SourceStore &paths) {
  const llvm::StringRef name = path::filename(unit.file);
  std::string identity = unit.file + '\0' + unit.directory;
  for (const std::string &word : unit.arguments) {
    const bool mayBeInput = !word.empty() && word[0] != '-';
    const bool isInput = mayBeInput &&
                         (llvm::StringRef(word).ends_with(name) ||
                          path::extension(word) == path::extension(unit.file)) &&
                         paths.canonical(absolute(unit.directory, word)) == unit.file;
    identity += '\0';
    identity += isInput ? "\1" : word;
  }
  return identity;
}

llvm::Expected<llvm::json::Value> parseFile(const std::string &database) {
  auto buffer = llvm::MemoryBuffer::getFile(database);
  if (!buffer)
    return failure(database + ": cannot be read: " + buffer.getError().message() + "; " +
                   HowToMake);
  llvm::StringRef text = (*buffer)->getBuffer();
  text.consume_front("\xEF\xBB\xBF");
  auto json = llvm::json::parse(text);
  if (!json)
    return syntaxError(database, json.takeError());
  return json;
}

} // namespace

llvm::Expected<std::string> findCompileDatabase(const std::string &where) {
  if (!where.empty()) {
    if (fs::is_regular_file(where))
      return where;
    if (const std::string inside = join(where, FileName); fs::is_regular_file(inside))
      return inside;
    if (!fs::exists(where))
      return failure("'" + where + "' does not exist; name a build folder or a " + FileName);
    return failure("no " + llvm::Twine(FileName) + " in '" + where + "'; " + HowToMake);
  }
  llvm::SmallString<256> working;
  if (const std::error_code code = fs::current_path(working))
    return failure("the working directory cannot be found: " + code.message());
  for (llvm::StringRef folder = working; !folder.empty(); folder = path::parent_path(folder))
    for (const std::string &candidate :
         {join(folder, FileName), join(join(folder, "build"), FileName)})
      if (fs::is_regular_file(candidate))
        return candidate;
  return failure("no " + llvm::Twine(FileName) + " in '" + working +
                 "', its build folder or above; " + HowToMake + "; then name its folder with -p");
}

llvm::Expected<CompileDatabase> loadCompileDatabase(const std::string &databasePath) {
  auto json = parseFile(databasePath);
  if (!json)
    return json.takeError();
  const llvm::json::Array *entries = json->getAsArray();
  if (entries == nullptr)
    return failure(databasePath + ": must be an array of entries; generate the file again");

  SourceStore paths;
  CompileDatabase database;
  std::set<std::string> seen;
  std::set<std::string> seenMissing;
  llvm::SmallString<256> home(databasePath);
  fs::make_absolute(home);
  path::remove_filename(home);
  for (std::size_t i = 0; i < entries->size(); ++i) {
    const std::string where = databasePath + ": entry " + std::to_string(i + 1);
    auto entry = readEntry((*entries)[i], where);
    if (!entry)
      return entry.takeError();
    CompileUnit unit;
    unit.directory = absolute(home, entry->directory);
    const std::string file = absolute(unit.directory, entry->file);
    unit.file = paths.canonical(file);
    if (!fs::exists(file)) {
      if (seenMissing.insert(unit.file).second)
        database.missing.push_back(unit.file);
      continue;
    }
    auto words = expandResponseFiles(entry->words, unit.directory);
    if (!words)
      return failure(where + ": " + llvm::toString(words.takeError()));
    unit.arguments = withoutOutputs(*words);
    if (seen.insert(identityOf(unit, paths)).second)
      database.units.push_back(std::move(unit));
  }
  return database;
}

} // namespace repool
