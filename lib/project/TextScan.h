/// \file
/// One pass over a file's bytes: which identifiers it holds and what it includes.
///
///   text -> {identifiers, include lines, macros that name a header, whether it pastes tokens}
///
/// Identifiers in comments and strings count, as does an include in a comment: too much is safe,
/// too little is not. `certain` is the opposite: only for includes that no `#if` or comment guards.
#pragma once

#include "llvm/ADT/StringMap.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace repool {

/// Numbers for words, so that a word is hashed once per occurrence and compared as a number.
class Words {
public:
  std::uint32_t add(std::string_view word);

  /// The number of \p word, or `None` if no file holds it.
  static constexpr std::uint32_t None = ~0U;
  [[nodiscard]] std::uint32_t find(std::string_view word) const;

  [[nodiscard]] std::string_view text(std::uint32_t number) const { return texts_[number]; }

  [[nodiscard]] std::size_t size() const { return texts_.size(); }

private:
  llvm::StringMap<std::uint32_t> numbers_;
  std::vector<std::string_view> texts_;
};

struct IncludeLine {
  std::string name; ///< "a/b.h", or the macro's name where `computed`
  bool quoted = false;
  bool computed = false; ///< `#include CONFIG_H`
  bool certain = false;  ///< taken by whoever reads this file
  bool doubtful = false; ///< seems to stand in a comment or a string
};

/// `#define CONFIG_H "a/b.h"`
struct HeaderName {
  std::string macro;
  IncludeLine include;
};

struct TextFacts {
  std::vector<std::uint32_t> words; ///< sorted, each once
  std::vector<IncludeLine> includes;
  std::vector<HeaderName> headerNames;
  bool pastes = false;      ///< holds `##`
  bool conditional = false; ///< has `#if`s beside its include guard and __cplusplus
};

TextFacts scanText(std::string_view text, Words &words);

} // namespace repool
