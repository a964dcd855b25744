/// \file
/// One declaration up to its `;` or `{`, by its words: what it is, and the names it gives.
///
///   static PGconn *open(const char *url) {      a function, `open`
///   struct EXPORT Db final : Base {             a class with bases, `Db`
///   PGconn *a = f(), *b;                        variables, `a` and `b`
///
/// A guess at the grammar for text that no compiler has seen; Definitions.h reads a file with it.
#pragma once

#include "project/TextLexer.h"

#include <optional>
#include <string_view>
#include <vector>

namespace repool {

/// The tokens [begin, end), seen at their own nesting level.
class DeclarationHead {
public:
  DeclarationHead(const std::vector<TextToken> &tokens, const std::vector<std::size_t> &partner,
                  std::size_t begin, std::size_t end);

  [[nodiscard]] bool has(std::string_view word) const;

  [[nodiscard]] std::string_view first() const;

  [[nodiscard]] std::string_view last() const;

  [[nodiscard]] bool isFunction() const { return paren_.has_value() && !assign_; }

  /// `class EXPORT(x) Name : Base`, but not `struct Name make(int) const`.
  [[nodiscard]] bool isClass() const;

  /// The class that a class head names; empty if it has no name.
  [[nodiscard]] std::string_view className() const;

  [[nodiscard]] bool hasBases() const { return has(":"); }

  /// `Db() : a_(1), b_{2} {`: a `:` after the parameters.
  [[nodiscard]] bool hasInitialisers() const;

  /// Whether a `{` after this head is the braces of one member in an initialiser list.
  [[nodiscard]] bool endsInMember() const;

  /// Every word before a parameter list or an initialiser.
  [[nodiscard]] std::vector<std::string_view> functionNames() const;

  /// Every word that `=`, `,`, `[`, `;` or `{` follows.
  [[nodiscard]] std::vector<std::string_view> variableNames() const;

  /// A word before a `(` that is no parameter list.
  static bool isNoFunction(std::string_view word);

private:
  /// The next token of the same level.
  [[nodiscard]] std::size_t next(std::size_t i) const;

  [[nodiscard]] std::string_view before(std::size_t i) const;

  /// `operator==`, `operator<=`: the word stands up to two characters before.
  [[nodiscard]] bool isPartOfOperator(std::size_t i) const;

  [[nodiscard]] std::optional<std::size_t> keyAnywhere() const;

  /// The index after `template <...>`, repeated.
  [[nodiscard]] std::size_t skipTemplate(std::size_t i, std::size_t end) const;

  /// `f` of `f(` and of `f<int>(`.
  [[nodiscard]] std::string_view nameBefore(std::size_t paren) const;

  /// `name` of `(*name)` and `(Class::*name)`.
  void addPointerName(std::size_t paren, std::vector<std::string_view> &names) const;

  const std::vector<TextToken> &tokens_;
  const std::vector<std::size_t> &partner_;
  std::size_t begin_;
  std::size_t end_;
  std::optional<std::size_t> classKey_; ///< before any parameter list
  std::optional<std::size_t> paren_;    ///< of the parameter list
  std::optional<std::size_t> assign_;
};

} // namespace repool
