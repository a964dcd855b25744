#include "project/YamlFields.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "project/NearWord.h"

#include <set>

namespace repool {

namespace yaml = llvm::yaml;

namespace {

/// `acme_open`, `Db::connect`, `acme::Db`.
bool isName(llvm::StringRef text) {
  return !text.empty() && !llvm::isDigit(text.front()) && !text.ends_with(":") &&
         llvm::all_of(text, [](char c) { return llvm::isAlnum(c) || c == '_' || c == ':'; });
}

} // namespace

void YamlFields::fail(const yaml::Node &node, const std::string &message) {
  if (!failed_)
    problem_(node, message);
  failed_ = true;
}

void YamlFields::each(yaml::Node &node, const std::string &otherwise, const Read &read) {
  auto *sequence = llvm::dyn_cast<yaml::SequenceNode>(&node);
  if (sequence == nullptr)
    return fail(node, otherwise);
  for (yaml::Node &item : *sequence) {
    if (failed_)
      return;
    read(item);
  }
}

void YamlFields::mapping(yaml::Node &node, const std::string &what, const Fields &fields) {
  std::vector<llvm::StringRef> known;
  for (const auto &[key, read] : fields)
    known.push_back(key);
  auto *pairs = llvm::dyn_cast<yaml::MappingNode>(&node);
  if (pairs == nullptr)
    return fail(node, what + " needs 'key: value' lines; known keys are " + joined(known));
  std::set<std::string> seen;
  for (yaml::KeyValueNode &pair : *pairs) {
    if (failed_ || pair.getKey() == nullptr)
      return;
    const std::string key = text(*pair.getKey());
    const auto field = fields.find(key);
    if (field == fields.end())
      return fail(*pair.getKey(), "unknown key '" + key + "' of " + what + suggestion(key, known));
    if (!seen.insert(key).second)
      return fail(*pair.getKey(), "'" + key + "' is given twice; keep one");
    if (pair.getValue() != nullptr)
      field->second(*pair.getValue());
  }
}

std::string YamlFields::text(yaml::Node &node) {
  llvm::SmallString<64> storage;
  auto *value = llvm::dyn_cast<yaml::ScalarNode>(&node);
  return value ? value->getValue(storage).str() : std::string();
}

YamlFields::Read YamlFields::word(std::string &to) {
  return [this, &to](yaml::Node &node) {
    to = text(node);
    if (to.empty())
      fail(node, "a word is needed here");
  };
}

YamlFields::Read YamlFields::name(std::string &to) {
  return [this, &to](yaml::Node &node) {
    to = text(node);
    if (!isName(to))
      fail(node, "'" + to + "' is no name of C or C++");
  };
}

YamlFields::Read YamlFields::names(Words &to) {
  return [this, &to](yaml::Node &node) {
    each(node, "a list of names is needed here, such as [a, b]",
         [&](yaml::Node &item) { name(to.emplace_back())(item); });
  };
}

YamlFields::Read YamlFields::words(Words &to) {
  return [this, &to](yaml::Node &node) {
    each(node, "a list of words is needed here, such as [a, b]",
         [&](yaml::Node &item) { word(to.emplace_back())(item); });
  };
}

YamlFields::Read YamlFields::number(int &to) {
  return [this, &to](yaml::Node &node) {
    constexpr int Most = 99;
    if (llvm::StringRef(text(node)).getAsInteger(10, to) || to < 0 || to > Most)
      fail(node, "the number of an argument is needed here; the first is 0");
  };
}

YamlFields::Read YamlFields::flag(bool &to) {
  return [this, &to](yaml::Node &node) {
    const std::string value = text(node);
    if (value != "true" && value != "false")
      fail(node, "true or false is needed here");
    to = value == "true";
  };
}

} // namespace repool
