/// \file
/// Reads parsed JSON field by field and remembers where the first thing went wrong.
///
///   json::Value -> Node -> text, number, word, list, Fields of an object
///
/// After a failure every read gives an empty value, so that a reader is written as if all were
/// well and asks once at the end. A failure is one sentence with the field's path, for example
/// `plan.json: decisions[3].line: expected a number`.
#pragma once

#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/JSON.h"

#include <cstdint>
#include <limits>
#include <string>

namespace repool {

/// The first failure of one document.
struct Failure {
  std::string where; ///< `decisions[3].line`; empty: the document itself
  std::string what;  ///< empty: all is well

  explicit operator bool() const { return !what.empty(); }
};

/// One value and how it was reached. Lives on the stack while its children are read.
class Node {
public:
  Node(const llvm::json::Value &root, Failure &failure) : value_(&root), failure_(&failure) {}

  /// A string, or `{"base64": ...}` for bytes that are not UTF-8.
  std::string text() const;
  std::uint64_t number(std::uint64_t most = std::numeric_limits<std::uint32_t>::max()) const;
  bool isTrue() const; ///< a boolean
  void fail(std::string what) const;

  bool failed() const { return static_cast<bool>(*failure_); }

  bool isNull() const { return value_ && value_->kind() == llvm::json::Value::Null; }

  /// Calls \p read with each element.
  template <class Read> void list(Read read) const {
    const llvm::json::Array *array = asArray();
    for (std::size_t i = 0; array && i < array->size() && !failed(); ++i)
      read(Node(&(*array)[i], this, {}, i));
  }

private:
  friend class Fields;

  Node(const llvm::json::Value *value, const Node *parent, llvm::StringRef key, std::size_t index)
      : value_(value), parent_(parent), key_(key), index_(index), failure_(parent->failure_) {}

  const llvm::json::Array *asArray() const;
  std::string path() const;

  const llvm::json::Value *value_; ///< null where a field is missing
  const Node *parent_ = nullptr;
  llvm::StringRef key_;
  std::size_t index_ = 0;
  Failure *failure_;
};

/// The fields of an object: each is taken once; what nobody took is an unknown field.
class Fields {
public:
  explicit Fields(const Node &node);

  /// Fails where the field is missing.
  Node take(llvm::StringRef key);
  /// Fails on the first field that was not taken.
  void done() const;

private:
  const Node &node_;
  const llvm::json::Object *object_ = nullptr;
  llvm::SmallVector<llvm::StringRef, 12> taken_;
};

} // namespace repool
