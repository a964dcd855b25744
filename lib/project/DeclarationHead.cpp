#include "project/DeclarationHead.h"

#include <algorithm>
#include <array>

namespace repool {

namespace {

/// Words before a `(` that is no parameter list.
constexpr std::array NotFunctions = {
    "if",       "while",         "for",           "switch",     "return",     "sizeof",
    "decltype", "noexcept",      "__attribute__", "__declspec", "alignas",    "explicit",
    "requires", "static_assert", "__attribute",   "typeof",     "__typeof__", "alignof",
    "throw",    "asm",           "__asm__",       "operator",   "_Alignas",   "_Static_assert"};

/// What may stand between the parameter list of a function and its body.
constexpr std::array AfterParameters = {"const", "noexcept", "override",
                                        "final", "volatile", "try"};

template <class List> bool isOneOf(std::string_view word, const List &list) {
  return std::ranges::find(list, word) != list.end();
}

bool isClassKey(std::string_view word) {
  return word == "class" || word == "struct" || word == "union";
}

} // namespace

bool DeclarationHead::isNoFunction(std::string_view word) {
  return isOneOf(word, NotFunctions);
}

DeclarationHead::DeclarationHead(const std::vector<TextToken> &tokens,
                                 const std::vector<std::size_t> &partner, std::size_t begin,
                                 std::size_t end)
    : tokens_(tokens), partner_(partner), begin_(skipTemplate(begin, end)), end_(end) {
  for (std::size_t i = begin_; i < end_; i = next(i)) {
    const std::string_view text = tokens_[i].text;
    if (isClassKey(text) && !classKey_ && !paren_)
      classKey_ = i;
    if (text == "(" && !paren_ && !assign_ && !isNoFunction(before(i)))
      paren_ = i;
    if (text == "=" && !assign_ && before(i) != "operator" && !isPartOfOperator(i))
      assign_ = i;
  }
}

bool DeclarationHead::has(std::string_view word) const {
  for (std::size_t i = begin_; i < end_; i = next(i))
    if (tokens_[i].text == word)
      return true;
  return false;
}

std::string_view DeclarationHead::first() const {
  return begin_ < end_ ? tokens_[begin_].text : std::string_view();
}

std::string_view DeclarationHead::last() const {
  return begin_ < end_ ? tokens_[end_ - 1].text : std::string_view();
}

bool DeclarationHead::isClass() const {
  const std::optional<std::size_t> key = keyAnywhere();
  if (assign_ || !key || has("enum") || has("->"))
    return false;
  if (!paren_ || *paren_ < *key)
    return true;
  const std::size_t after = partner_[*paren_] + 1;
  return after < end_ && last() != ")" && tokens_[after].isWord &&
         !isOneOf(tokens_[after].text, AfterParameters);
}

std::string_view DeclarationHead::className() const {
  std::string_view name;
  for (std::size_t i = next(*keyAnywhere()); i < end_; i = next(i)) {
    const std::string_view text = tokens_[i].text;
    if (text == ":" || text == "<" || text == "final")
      break;
    if (tokens_[i].isWord && !isOneOf(text, NotFunctions))
      name = text;
  }
  return name;
}

bool DeclarationHead::hasInitialisers() const {
  for (std::size_t i = paren_.value_or(end_); i < end_; i = next(i))
    if (tokens_[i].text == ":")
      return true;
  return false;
}

bool DeclarationHead::endsInMember() const {
  return hasInitialisers() && (tokens_[end_ - 1].isWord || last() == ">");
}

std::vector<std::string_view> DeclarationHead::functionNames() const {
  std::vector<std::string_view> names;
  if (has("operator"))
    return names; // the class stands for it
  for (std::size_t i = begin_; i < end_; i = next(i)) {
    const std::string_view text = tokens_[i].text;
    if ((text == ":" && paren_ && i > *paren_) || text == "=" || text == "->")
      break;
    if (text != "(" || i == begin_)
      continue;
    if (const std::string_view name = nameBefore(i); !name.empty())
      names.push_back(name);
    addPointerName(i, names);
  }
  return names;
}

std::vector<std::string_view> DeclarationHead::variableNames() const {
  std::vector<std::string_view> names;
  for (std::size_t i = begin_; i < end_; i = next(i)) {
    const std::size_t after = i + 1;
    const std::string_view follows = after < end_ ? tokens_[after].text : ";";
    if (tokens_[i].isWord && (follows == "=" || follows == "," || follows == "[" ||
                              follows == ";" || follows == "{" || isOneOf(follows, NotFunctions)))
      names.push_back(tokens_[i].text);
    if (tokens_[i].text == "(")
      addPointerName(i, names);
    if (tokens_[i].text == "=")
      break;
  }
  return names;
}

std::size_t DeclarationHead::next(std::size_t i) const {
  const std::string_view text = tokens_[i].text;
  const bool opens = text == "(" || text == "[" || text == "{";
  return (opens ? partner_[i] : i) + 1;
}

std::string_view DeclarationHead::before(std::size_t i) const {
  return i > begin_ ? tokens_[i - 1].text : std::string_view();
}

bool DeclarationHead::isPartOfOperator(std::size_t i) const {
  return (i > begin_ + 1 && tokens_[i - 2].text == "operator") ||
         (i > begin_ + 2 && tokens_[i - 3].text == "operator");
}

std::optional<std::size_t> DeclarationHead::keyAnywhere() const {
  for (std::size_t i = begin_; i < end_; i = next(i))
    if (isClassKey(tokens_[i].text))
      return i;
  return std::nullopt;
}

std::size_t DeclarationHead::skipTemplate(std::size_t i, std::size_t end) const {
  while (i + 1 < end && tokens_[i].text == "template" && tokens_[i + 1].text == "<") {
    int depth = 0;
    for (++i; i < end; i = next(i)) {
      depth += tokens_[i].text == "<" ? 1 : tokens_[i].text == ">" ? -1 : 0;
      if (depth == 0)
        break;
    }
    i = i < end ? i + 1 : end;
  }
  return i;
}

std::string_view DeclarationHead::nameBefore(std::size_t paren) const {
  std::size_t i = paren - 1;
  if (tokens_[i].text == ">") {
    int depth = 0;
    for (; i > begin_; --i) {
      depth += tokens_[i].text == ">" ? 1 : tokens_[i].text == "<" ? -1 : 0;
      if (depth == 0)
        break;
    }
    i = i > begin_ ? i - 1 : begin_;
  }
  return tokens_[i].isWord ? tokens_[i].text : std::string_view();
}

void DeclarationHead::addPointerName(std::size_t paren,
                                     std::vector<std::string_view> &names) const {
  bool pointer = false;
  for (std::size_t i = paren + 1; i < partner_[paren]; ++i) {
    pointer |= tokens_[i].text == "*" || tokens_[i].text == "&" || tokens_[i].text == "^";
    if (pointer && tokens_[i].isWord && tokens_[i].text != "const")
      return names.push_back(tokens_[i].text);
    if (tokens_[i].text == "," || tokens_[i].text == "(")
      return;
  }
}

} // namespace repool
