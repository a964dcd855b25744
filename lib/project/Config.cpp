#include "project/Config.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/GlobPattern.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/YAMLParser.h"
#include "project/DriverConfig.h"
#include "project/NearWord.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>

namespace repool {

namespace {

namespace yaml = llvm::yaml;

constexpr std::array<llvm::StringRef, 9> Keys = {
    "style", "exclude", "vendored", "keep", "drivers", "per-request", "assume", "driver", "schema"};
constexpr std::array<llvm::StringRef, 2> Assumptions = {"auto", "server"};
constexpr std::array<llvm::StringRef, 4> Styles = {"auto", "wrap", "lease", "pair"};

/// Walks the YAML nodes of one file. The first thing wrong is kept, the rest of the file unread.
class Reader {
public:
  Reader(const std::string &path, llvm::StringRef text)
      : path_(path), text_(text), stream_(text, sources_, /*ShowColors=*/false) {
    sources_.setDiagHandler(
        [](const llvm::SMDiagnostic &diagnostic, void *self) {
          static_cast<Reader *>(self)->syntaxError(diagnostic);
        },
        this);
  }

  llvm::Expected<Config> read() {
    config_.path = path_;
    unsigned documents = 0;
    for (yaml::Document &document : stream_) {
      yaml::Node *root = document.getRoot();
      if (root == nullptr || !error_.empty())
        break;
      if (++documents > 1) {
        fail(*root, "a second document is not read; keep one");
        break;
      }
      readRoot(*root);
      if (!error_.empty() || !document.skip())
        break;
    }
    if (error_.empty() && stream_.failed())
      error_ = path_ + ": not valid YAML";
    if (!error_.empty())
      return llvm::createStringError(llvm::inconvertibleErrorCode(), error_);
    return config_;
  }

private:
  void readRoot(yaml::Node &root) {
    if (llvm::isa<yaml::NullNode>(root))
      return;
    auto *mapping = llvm::dyn_cast<yaml::MappingNode>(&root);
    if (mapping == nullptr)
      return fail(root, "must hold 'key: value' lines; known keys are " + joined(Keys));
    for (yaml::KeyValueNode &pair : *mapping) {
      readPair(pair);
      if (!error_.empty())
        return;
    }
  }

  void readPair(yaml::KeyValueNode &pair) {
    auto *keyNode = llvm::dyn_cast_or_null<yaml::ScalarNode>(pair.getKey());
    if (keyNode == nullptr) {
      if (pair.getKey() != nullptr)
        fail(*pair.getKey(), "a key must be a word; known keys are " + joined(Keys));
      return;
    }
    llvm::SmallString<32> storage;
    const std::string key = keyNode->getValue(storage).str();
    if (std::ranges::find(Keys, llvm::StringRef(key)) == Keys.end())
      return fail(*keyNode, "unknown key '" + key + "'" + suggestion(key, Keys));
    if (!seen_.insert(key).second)
      return fail(*keyNode, "'" + key + "' is given twice; keep one");
    yaml::Node *value = pair.getValue();
    if (value == nullptr)
      return;
    if (key == "style")
      return readWord(*value, key, Styles, config_.style);
    if (key == "assume")
      return readWord(*value, key, Assumptions, config_.assume);
    if (key == "driver") {
      config_.own = readDrivers(*value, [this](const yaml::Node &node, const std::string &message) {
        fail(node, message);
      });
      return;
    }
    if (key == "schema")
      return readSchema(*value);
    readList(*value, key, listOf(key));
  }

  std::vector<std::string> &listOf(llvm::StringRef key) {
    if (key == "exclude")
      return config_.exclude;
    if (key == "vendored")
      return config_.vendored;
    if (key == "per-request")
      return config_.perRequest;
    return key == "keep" ? config_.keep : config_.drivers;
  }

  template <std::size_t N>
  void readWord(yaml::Node &node, const std::string &key,
                const std::array<llvm::StringRef, N> &known, std::string &to) {
    const auto word = scalar(node);
    if (!word)
      return fail(node, "'" + key + "' needs one of " + joined(known));
    if (std::ranges::find(known, llvm::StringRef(*word)) == known.end())
      return fail(node, "unknown " + key + " '" + *word + "'" + suggestion(*word, known));
    to = *word;
  }

  /// One file or a list of them, relative to the folder of the configuration.
  void readSchema(yaml::Node &node) {
    if (const auto one = scalar(node); one && !one->empty())
      config_.schema.push_back(*one);
    else
      readList(node, "schema", config_.schema);
    for (std::string &file : config_.schema) {
      llvm::SmallString<256> path(llvm::sys::path::parent_path(path_));
      llvm::sys::path::append(path, file);
      file = llvm::sys::path::is_absolute(file) ? file : std::string(path);
      if (!llvm::sys::fs::exists(file))
        return fail(node, "'" + file + "' does not exist");
    }
  }

  void readList(yaml::Node &node, const std::string &key, std::vector<std::string> &list) {
    auto *sequence = llvm::dyn_cast<yaml::SequenceNode>(&node);
    if (sequence == nullptr)
      return fail(node, "'" + key + "' needs a list, such as [a, b]");
    for (yaml::Node &item : *sequence) {
      const auto text = scalar(item);
      if (!text || text->empty())
        return fail(item, "'" + key + "' needs a list of words");
      if (key == "exclude" || key == "keep" || key == "per-request")
        if (auto glob = llvm::GlobPattern::create(*text); !glob)
          return fail(item, "'" + *text + "' is no glob: " + llvm::toString(glob.takeError()));
      list.push_back(*text);
    }
  }

  static std::optional<std::string> scalar(yaml::Node &node) {
    auto *value = llvm::dyn_cast<yaml::ScalarNode>(&node);
    if (value == nullptr)
      return std::nullopt;
    llvm::SmallString<64> storage;
    return value->getValue(storage).str();
  }

  void fail(const yaml::Node &node, const std::string &message) {
    const char *at = node.getSourceRange().Start.getPointer();
    // A node that ends in a syntax error may stand nowhere.
    if (at < text_.begin() || at > text_.end())
      return fail(1, 1, "not valid YAML");
    // LLVM's range of [a] and {a: b} starts after the bracket.
    if (!llvm::isa<yaml::ScalarNode>(node) && at > text_.begin() &&
        (at[-1] == '[' || at[-1] == '{'))
      --at;
    const auto [line, column] = sources_.getLineAndColumn(llvm::SMLoc::getFromPointer(at));
    fail(line, column, message);
  }

  void fail(unsigned line, unsigned column, const std::string &message) {
    if (error_.empty())
      error_ = path_ + ":" + std::to_string(line) + ":" + std::to_string(column) + ": " + message;
  }

  void syntaxError(const llvm::SMDiagnostic &diagnostic) {
    fail(static_cast<unsigned>(diagnostic.getLineNo()),
         static_cast<unsigned>(diagnostic.getColumnNo()) + 1,
         "not valid YAML: " + diagnostic.getMessage().str());
  }

  std::string path_;
  llvm::StringRef text_;
  llvm::SourceMgr sources_;
  yaml::Stream stream_;
  Config config_;
  std::set<std::string> seen_;
  std::string error_;
};

} // namespace

llvm::Expected<Config> loadConfig(const std::string &path) {
  auto buffer = llvm::MemoryBuffer::getFile(path);
  if (!buffer)
    return llvm::createStringError(buffer.getError(),
                                   path + ": cannot be read: " + buffer.getError().message());
  llvm::StringRef text = (*buffer)->getBuffer();
  text.consume_front("\xEF\xBB\xBF");
  return Reader(path, text).read();
}

std::string findConfig(const std::string &directory) {
  llvm::SmallString<256> folder(directory);
  llvm::sys::fs::make_absolute(folder);
  for (llvm::StringRef at = folder; !at.empty(); at = llvm::sys::path::parent_path(at)) {
    llvm::SmallString<256> candidate(at);
    llvm::sys::path::append(candidate, ".repool.yaml");
    if (llvm::sys::fs::is_regular_file(candidate))
      return candidate.str().str();
  }
  return {};
}

} // namespace repool
