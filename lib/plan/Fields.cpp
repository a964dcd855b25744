#include "plan/Fields.h"

#include "llvm/Support/Base64.h"

#include <algorithm>
#include <vector>

namespace repool {

namespace json = llvm::json;

std::string Node::path() const {
  if (!parent_)
    return {};
  std::string before = parent_->path();
  if (key_.empty())
    return before + "[" + std::to_string(index_) + "]";
  return before.empty() ? key_.str() : before + "." + key_.str();
}

void Node::fail(std::string what) const {
  if (failed())
    return;
  failure_->where = path();
  failure_->what = std::move(what);
}

bool Node::isTrue() const {
  const std::optional<bool> value = value_ ? value_->getAsBoolean() : std::nullopt;
  if (!value && !failed())
    fail("expected true or false");
  return value.value_or(false);
}

std::string Node::text() const {
  if (!value_ || failed())
    return {};
  if (auto string = value_->getAsString())
    return string->str();
  const json::Object *object = value_->getAsObject();
  if (!object || object->size() != 1 || !object->getString("base64")) {
    fail("expected a string");
    return {};
  }
  std::vector<char> bytes;
  if (llvm::Error error = llvm::decodeBase64(*object->getString("base64"), bytes)) {
    llvm::consumeError(std::move(error));
    fail("expected base64");
  }
  return {bytes.begin(), bytes.end()};
}

std::uint64_t Node::number(std::uint64_t most) const {
  if (!value_ || failed())
    return 0;
  auto number = value_->getAsUINT64();
  if (!number) {
    fail("expected a number that is not negative");
    return 0;
  }
  if (*number > most) {
    fail("expected a number up to " + std::to_string(most) + ", not " + std::to_string(*number));
    return 0;
  }
  return *number;
}

const json::Array *Node::asArray() const {
  if (!value_ || failed())
    return nullptr;
  const json::Array *array = value_->getAsArray();
  if (!array)
    fail("expected a list");
  return array;
}

Fields::Fields(const Node &node) : node_(node) {
  if (!node.value_ || node.failed())
    return;
  object_ = node.value_->getAsObject();
  if (!object_)
    node.fail("expected an object");
}

Node Fields::take(llvm::StringRef key) {
  const json::Value *value = object_ ? object_->get(key) : nullptr;
  Node field(value, &node_, key, 0);
  if (object_ && !value)
    field.fail("the field is missing");
  taken_.push_back(key);
  return field;
}

void Fields::done() const {
  if (!object_ || node_.failed())
    return;
  std::vector<llvm::StringRef> unknown;
  for (const auto &entry : *object_)
    if (std::find(taken_.begin(), taken_.end(), llvm::StringRef(entry.first)) == taken_.end())
      unknown.push_back(entry.first);
  if (!unknown.empty())
    node_.fail("unknown field '" + std::min_element(unknown.begin(), unknown.end())->str() + "'");
}

} // namespace repool
