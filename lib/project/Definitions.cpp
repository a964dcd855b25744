#include "project/Definitions.h"

#include "project/DeclarationHead.h"

#include <algorithm>
#include <array>
#include <optional>

namespace repool {

namespace {

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

/// The partner of each bracket; nothing if they do not match.
std::optional<std::vector<std::size_t>> matchBrackets(const std::vector<TextToken> &tokens) {
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

/// Walks declarations, into namespaces and classes but not into function bodies.
class Walker {
public:
  Walker(const std::vector<TextToken> &tokens, const std::vector<std::size_t> &partner,
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
    const DeclarationHead head(tokens_, partner_, begin_, i);
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

  std::size_t body(const DeclarationHead &head, std::size_t brace) {
    addFunction(head, partner_[brace] + 1);
    return begin_ = partner_[brace] + 1;
  }

  std::size_t enter(std::size_t brace, Scope scope) {
    scopes_.push_back(scope);
    return begin_ = brace + 1;
  }

  void declaration(std::size_t end) {
    const DeclarationHead head(tokens_, partner_, begin_, end);
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

  static std::vector<std::string_view> both(const DeclarationHead &head) {
    std::vector<std::string_view> names = head.functionNames();
    for (const std::string_view name : head.variableNames())
      names.push_back(name);
    return names;
  }

  void addFunction(const DeclarationHead &head, std::size_t end) {
    std::vector<std::string_view> names = head.functionNames();
    const bool standsForClass = head.has("operator") || head.has("~");
    if (standsForClass && !scopes_.empty() && !scopes_.back().className.empty())
      names.push_back(scopes_.back().className);
    add(std::move(names), begin_, end);
  }

  void add(std::vector<std::string_view> names, std::size_t begin, std::size_t end) {
    std::erase_if(names, [](std::string_view name) {
      return std::ranges::find(Keywords, name) != Keywords.end() ||
             DeclarationHead::isNoFunction(name);
    });
    const bool isMember = !scopes_.empty() && scopes_.back().isClass;
    Definition definition{std::move(names), {}, {}};
    if (isMember)
      definition.owner = scopes_.back().className;
    for (std::size_t i = begin; i < end; ++i)
      if (tokens_[i].isWord &&
          std::ranges::find(definition.names, tokens_[i].text) == definition.names.end())
        definition.mentions.push_back(tokens_[i].text);
    if (!definition.mentions.empty())
      found_.push_back(std::move(definition));
  }

  const std::vector<TextToken> &tokens_;
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
