#include "project/Definitions.h"

#include "project/TextLexer.h"

#include <algorithm>
#include <array>
#include <optional>

namespace repool {

namespace {

using Tokens = std::vector<TextToken>;

/// Words before a `(` that is no parameter list.
constexpr std::array NotFunctions = {
    "if",       "while",         "for",           "switch",     "return",     "sizeof",
    "decltype", "noexcept",      "__attribute__", "__declspec", "alignas",    "explicit",
    "requires", "static_assert", "__attribute",   "typeof",     "__typeof__", "alignof",
    "throw",    "asm",           "__asm__",       "operator",   "_Alignas",   "_Static_assert"};

/// Words that can stand where a name does but are none.
constexpr std::array Keywords = {
    "void",    "int",          "char",    "bool",    "long",      "short",    "unsigned",
    "signed",  "float",        "double",  "auto",    "const",     "static",   "inline",
    "default", "delete",       "new",     "else",    "do",        "case",     "volatile",
    "struct",  "class",        "union",   "enum",    "extern",    "this",     "public",
    "private", "protected",    "typedef", "using",   "template",  "typename", "namespace",
    "true",    "false",        "nullptr", "NULL",    "constexpr", "virtual",  "override",
    "final",   "noexcept",     "friend",  "mutable", "export",    "concept",  "goto",
    "size_t",  "__extension__"};

/// What may stand between the parameter list of a function and its body.
constexpr std::array AfterParameters = {"const", "noexcept", "override",
                                        "final", "volatile", "try"};

template <class List> bool isOneOf(std::string_view word, const List &list) {
  return std::ranges::find(list, word) != list.end();
}

bool isClassKey(std::string_view word) {
  return word == "class" || word == "struct" || word == "union";
}

/// The partner of each bracket; nothing if they do not match.
std::optional<std::vector<std::size_t>> matchBrackets(const Tokens &tokens) {
  std::vector<std::size_t> partner(tokens.size(), 0);
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const std::string_view text = tokens[i].text;
    if (text == "(" || text == "{" || text == "[") {
      open.push_back(i);
    } else if (text == ")" || text == "}" || text == "]") {
      const char wanted = text == ")" ? '(' : text == "}" ? '{' : '[';
      if (open.empty() || tokens[open.back()].text.front() != wanted)
        return std::nullopt;
      partner[open.back()] = i;
      partner[i] = open.back();
      open.pop_back();
    }
  }
  if (!open.empty())
    return std::nullopt;
  return partner;
}

/// One declaration up to its `;` or `{`: [begin, end), seen at its own nesting level.
class Head {
public:
  Head(const Tokens &tokens, const std::vector<std::size_t> &partner, std::size_t begin,
       std::size_t end)
      : tokens_(tokens), partner_(partner), begin_(skipTemplate(begin, end)), end_(end) {
    for (std::size_t i = begin_; i < end_; i = next(i)) {
      const std::string_view text = tokens_[i].text;
      if (isClassKey(text) && !classKey_ && !paren_)
        classKey_ = i;
      if (text == "(" && !paren_ && !assign_ && !isOneOf(before(i), NotFunctions))
        paren_ = i;
      if (text == "=" && !assign_ && before(i) != "operator" && !isPartOfOperator(i))
        assign_ = i;
    }
  }

  [[nodiscard]] bool has(std::string_view word) const {
    for (std::size_t i = begin_; i < end_; i = next(i))
      if (tokens_[i].text == word)
        return true;
    return false;
  }

  [[nodiscard]] std::string_view first() const {
    return begin_ < end_ ? tokens_[begin_].text : std::string_view();
  }

  [[nodiscard]] std::string_view last() const {
    return begin_ < end_ ? tokens_[end_ - 1].text : std::string_view();
  }

  [[nodiscard]] bool isFunction() const { return paren_.has_value() && !assign_; }

  /// `class EXPORT(x) Name : Base`, but not `struct Name make(int) const`.
  [[nodiscard]] bool isClass() const {
    const std::optional<std::size_t> key = keyAnywhere();
    if (assign_ || !key || has("enum") || has("->"))
      return false;
    if (!paren_ || *paren_ < *key)
      return true;
    const std::size_t after = partner_[*paren_] + 1;
    return after < end_ && last() != ")" && tokens_[after].isWord &&
           !isOneOf(tokens_[after].text, AfterParameters);
  }

  /// The class that a class head names; empty if it has no name.
  [[nodiscard]] std::string_view className() const {
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

  [[nodiscard]] bool hasBases() const { return has(":"); }

  /// `Db() : a_(1), b_{2} {`: a `:` after the parameters.
  [[nodiscard]] bool hasInitialisers() const {
    for (std::size_t i = paren_.value_or(end_); i < end_; i = next(i))
      if (tokens_[i].text == ":")
        return true;
    return false;
  }

  /// Whether a `{` after this head is the braces of one member in an initialiser list.
  [[nodiscard]] bool endsInMember() const {
    return hasInitialisers() && (tokens_[end_ - 1].isWord || last() == ">");
  }

  /// Every word before a parameter list or an initialiser.
  [[nodiscard]] std::vector<std::string_view> functionNames() const {
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

  /// Every word that `=`, `,`, `[`, `;` or `{` follows.
  [[nodiscard]] std::vector<std::string_view> variableNames() const {
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

private:
  /// The next token of the same level.
  [[nodiscard]] std::size_t next(std::size_t i) const {
    const std::string_view text = tokens_[i].text;
    const bool opens = text == "(" || text == "[" || text == "{";
    return (opens ? partner_[i] : i) + 1;
  }

  [[nodiscard]] std::string_view before(std::size_t i) const {
    return i > begin_ ? tokens_[i - 1].text : std::string_view();
  }

  /// `operator==`, `operator<=`: the word stands up to two characters before.
  [[nodiscard]] bool isPartOfOperator(std::size_t i) const {
    return (i > begin_ + 1 && tokens_[i - 2].text == "operator") ||
           (i > begin_ + 2 && tokens_[i - 3].text == "operator");
  }

  [[nodiscard]] std::optional<std::size_t> keyAnywhere() const {
    for (std::size_t i = begin_; i < end_; i = next(i))
      if (isClassKey(tokens_[i].text))
        return i;
    return std::nullopt;
  }

  /// The index after `template <...>`, repeated.
  [[nodiscard]] std::size_t skipTemplate(std::size_t i, std::size_t end) const {
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

  /// `f` of `f(` and of `f<int>(`.
  [[nodiscard]] std::string_view nameBefore(std::size_t paren) const {
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

  /// `name` of `(*name)` and `(Class::*name)`.
  void addPointerName(std::size_t paren, std::vector<std::string_view> &names) const {
    bool pointer = false;
    for (std::size_t i = paren + 1; i < partner_[paren]; ++i) {
      pointer |= tokens_[i].text == "*" || tokens_[i].text == "&" || tokens_[i].text == "^";
      if (pointer && tokens_[i].isWord && tokens_[i].text != "const")
        return names.push_back(tokens_[i].text);
      if (tokens_[i].text == "," || tokens_[i].text == "(")
        return;
    }
  }

  const Tokens &tokens_;
  const std::vector<std::size_t> &partner_;
  std::size_t begin_;
  std::size_t end_;
  std::optional<std::size_t> classKey_; ///< before any parameter list
  std::optional<std::size_t> paren_;    ///< of the parameter list
  std::optional<std::size_t> assign_;
};

/// Walks declarations, into namespaces and classes but not into function bodies.
class Walker {
public:
  Walker(const Tokens &tokens, const std::vector<std::size_t> &partner,
         std::vector<Definition> &found)
      : tokens_(tokens), partner_(partner), found_(found) {}

  void run() {
    for (std::size_t i = 0; i < tokens_.size();) {
      const std::string_view text = tokens_[i].text;
      if (text == "{") {
        i = brace(i);
      } else if (text == "(" || text == "[") {
        i = partner_[i] + 1;
      } else if (text == "}") {
        if (!scopes_.empty())
          scopes_.pop_back();
        begin_ = ++i;
      } else if (text == ";") {
        declaration(i);
        begin_ = ++i;
      } else {
        ++i;
      }
    }
  }

private:
  struct Scope {
    bool isClass = false;
    std::string_view className; ///< empty where it has none
  };

  /// Handles the `{` at \p i; returns where to go on.
  std::size_t brace(std::size_t i) {
    const Head head(tokens_, partner_, begin_, i);
    const std::size_t close = partner_[i];
    if (head.has("namespace") || (head.first() == "extern" && head.last() == "extern") ||
        head.last() == "export" || begin_ == i)
      return enter(i, {false, {}});
    if (head.isClass()) {
      const std::string_view name = head.className();
      if (head.hasBases() && !name.empty())
        add({name}, begin_, i);
      return enter(i, {true, name});
    }
    if (!head.isFunction() || head.has("enum"))
      return close + 1; // an initialiser: goes on to its `;`
    const bool moreInitialisers =
        head.endsInMember() && close + 1 < tokens_.size() &&
        (tokens_[close + 1].text == "," || tokens_[close + 1].text == "{");
    if (moreInitialisers)
      return tokens_[close + 1].text == "," ? close + 1 : body(head, close + 1);
    return body(head, i);
  }

  std::size_t body(const Head &head, std::size_t brace) {
    addFunction(head, partner_[brace] + 1);
    return begin_ = partner_[brace] + 1;
  }

  std::size_t enter(std::size_t brace, Scope scope) {
    scopes_.push_back(scope);
    return begin_ = brace + 1;
  }

  void declaration(std::size_t end) {
    const Head head(tokens_, partner_, begin_, end);
    if (head.has("namespace"))
      return;
    if (head.has("typedef"))
      return add(head.isFunction() ? both(head) : head.variableNames(), begin_, end);
    if (head.isFunction())
      return addFunction(head, end);
    const bool inClass = !scopes_.empty() && scopes_.back().isClass;
    const bool isMember = inClass && !head.has("static") && !head.has("using");
    if (!isMember && !head.has("friend"))
      add(head.variableNames(), begin_, end);
  }

  static std::vector<std::string_view> both(const Head &head) {
    std::vector<std::string_view> names = head.functionNames();
    for (const std::string_view name : head.variableNames())
      names.push_back(name);
    return names;
  }

  void addFunction(const Head &head, std::size_t end) {
    std::vector<std::string_view> names = head.functionNames();
    const bool standsForClass = head.has("operator") || head.has("~");
    if (standsForClass && !scopes_.empty() && !scopes_.back().className.empty())
      names.push_back(scopes_.back().className);
    add(std::move(names), begin_, end);
  }

  void add(std::vector<std::string_view> names, std::size_t begin, std::size_t end) {
    std::erase_if(names, [](std::string_view name) {
      return isOneOf(name, Keywords) || isOneOf(name, NotFunctions);
    });
    const bool isMember = !scopes_.empty() && scopes_.back().isClass;
    Definition definition{std::move(names), {}, {}};
    if (isMember)
      definition.owner = scopes_.back().className;
    for (std::size_t i = begin; i < end; ++i)
      if (tokens_[i].isWord && !isOneOf(tokens_[i].text, definition.names))
        definition.mentions.push_back(tokens_[i].text);
    if (!definition.mentions.empty())
      found_.push_back(std::move(definition));
  }

  const Tokens &tokens_;
  const std::vector<std::size_t> &partner_;
  std::vector<Definition> &found_;
  std::vector<Scope> scopes_;
  std::size_t begin_ = 0; ///< of the declaration being read
};

} // namespace

Definitions findDefinitions(std::string_view text) {
  const LexedText lexed = lexText(text);
  Definitions result;
  for (const TextMacro &macro : lexed.macros) {
    Definition definition{{macro.name}, {}, {}};
    for (const TextToken &token : lexTokens(macro.body))
      if (token.isWord)
        definition.mentions.push_back(token.text);
    result.all.push_back(std::move(definition));
  }
  const auto partner = matchBrackets(lexed.tokens);
  if (!partner) {
    result.unclear = true;
    return result;
  }
  Walker(lexed.tokens, *partner, result.all).run();
  return result;
}

} // namespace repool
