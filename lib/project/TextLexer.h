/// \file
/// Splits C and C++ text into words and punctuation, without a preprocessor; used by the prefilter.
///
///   "#define A(c) f(c)\nusing X = p::c;"  ->  macros {A(c): "f(c)"}, tokens [using X = p :: c ;]
///
/// Comments, strings and numbers are left out; directives are not tokens; `#if` branches all count.
/// Where the branches of one `#if` open different numbers of braces, those of the later ones are
/// turned into `;`, so that what follows nests as it does in one configuration. Text that no
/// compiler would take gives some tokens, never an error: the caller must check that braces match.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace repool {

/// A word, or one punctuator: `::`, `->` and `##` are whole, all others single characters.
struct TextToken {
  std::string_view text;
  bool isWord = false;
};

/// One `#define`.
struct TextMacro {
  std::string_view name;
  std::vector<std::string_view> parameters; ///< `...` is `__VA_ARGS__`
  std::string_view body;
};

struct LexedText {
  std::vector<TextToken> tokens;
  std::vector<TextMacro> macros;
};

/// \p text with escaped line ends taken out. Returns \p text itself where there is none.
std::string_view spliceLines(std::string_view text, std::string &storage);

/// \p text has no escaped line ends; the result points into it.
LexedText lexText(std::string_view text);

/// The tokens of one macro body or argument list.
std::vector<TextToken> lexTokens(std::string_view text);

constexpr bool isWordStart(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & 0x80) != 0;
}

constexpr bool isDigit(char c) {
  return c >= '0' && c <= '9';
}

constexpr bool isWordPart(char c) {
  return isWordStart(c) || isDigit(c);
}

} // namespace repool
