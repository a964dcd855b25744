/// \file
/// Reads YAML nodes into the members of a struct, a key each.
///
///   fields.mapping(node, "an open", {{"name", fields.name(open.name)}, ...});
///
/// The first thing wrong is told to the caller, with its node; everything after that is left
/// unread. Knows neither files nor what the keys mean.
#pragma once

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/YAMLParser.h"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace repool {

/// Called with what is wrong, at most once.
using YamlProblem = std::function<void(const llvm::yaml::Node &, const std::string &)>;

class YamlFields {
public:
  using Read = std::function<void(llvm::yaml::Node &)>;
  using Fields = std::map<llvm::StringRef, Read>;
  using Words = std::vector<std::string>;

  explicit YamlFields(YamlProblem problem) : problem_(std::move(problem)) {}

  bool failed() const { return failed_; }

  void fail(const llvm::yaml::Node &node, const std::string &message);

  /// The items of a list; \p otherwise says what is wrong where it is none.
  void each(llvm::yaml::Node &node, const std::string &otherwise, const Read &read);

  /// `key: value` lines, each key once, each known to \p fields.
  void mapping(llvm::yaml::Node &node, const std::string &what, const Fields &fields);

  /// The text of a scalar; empty for anything else.
  static std::string text(llvm::yaml::Node &node);

  // What reads one value into \p to, which must outlive it.
  Read word(std::string &to);
  Read name(std::string &to); ///< of C or C++, qualified or not
  Read words(Words &to);
  Read names(Words &to);
  Read number(int &to); ///< of an argument
  Read flag(bool &to);

  /// A list of entries, each read by \p fieldsOf of its own; `nameOf(entry)` must be given.
  template <class Spec, class FieldsOf, class NameOf>
  Read entries(std::vector<Spec> &to, const std::string &what, FieldsOf fieldsOf, NameOf nameOf) {
    return [this, &to, what, fieldsOf, nameOf](llvm::yaml::Node &node) {
      each(node, "a list is needed here, such as [{name: a}]", [&](llvm::yaml::Node &item) {
        Spec &spec = to.emplace_back();
        mapping(item, what, fieldsOf(spec));
        if (nameOf(spec).empty())
          fail(item, what + " needs a name");
      });
    };
  }

private:
  YamlProblem problem_;
  bool failed_ = false;
};

} // namespace repool
