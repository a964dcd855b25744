#include "project/TextScan.h"

#include "project/TextLexer.h"

#include <algorithm>

namespace repool {

std::uint32_t Words::add(std::string_view word) {
  const auto next = static_cast<std::uint32_t>(texts_.size());
  const auto [entry, isNew] = numbers_.try_emplace(word, next);
  if (isNew)
    texts_.push_back(entry->getKey());
  return entry->getValue();
}

std::uint32_t Words::find(std::string_view word) const {
  const auto entry = numbers_.find(word);
  return entry == numbers_.end() ? None : entry->getValue();
}

namespace {

std::string_view trimLeft(std::string_view text) {
  while (true) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
      text.remove_prefix(1);
    if (!text.starts_with("/*"))
      return text;
    const std::size_t end = text.find("*/", 2);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 2);
  }
}

std::string_view takeWord(std::string_view &text) {
  std::size_t end = 0;
  while (end < text.size() && isWordPart(text[end]))
    ++end;
  const std::string_view word = text.substr(0, end);
  text = trimLeft(text.substr(end));
  return word;
}

/// Reads `"a.h"` or `<a.h>` at the start of \p text; an empty name if there is neither.
IncludeLine readHeaderName(std::string_view text) {
  IncludeLine include;
  if (text.empty() || (text.front() != '"' && text.front() != '<'))
    return include;
  include.quoted = text.front() == '"';
  const std::size_t end = text.find(include.quoted ? '"' : '>', 1);
  if (end != std::string_view::npos)
    include.name = text.substr(1, end - 1);
  return include;
}

class Scanner {
public:
  Scanner(std::string_view text, Words &words) : text_(text), words_(words) {}

  TextFacts run() {
    while (at_ < text_.size())
      step();
    std::ranges::sort(facts_.words);
    const auto repeated = std::ranges::unique(facts_.words);
    facts_.words.erase(repeated.begin(), repeated.end());
    return std::move(facts_);
  }

private:
  char peek() const { return at_ + 1 < text_.size() ? text_[at_ + 1] : '\0'; }

  bool inCode() const { return !inBlockComment_ && !inLineComment_ && !inString_; }

  void step() {
    const char c = text_[at_];
    if (isWordStart(c))
      return word();
    if (isDigit(c))
      return number();
    switch (c) {
    case '\n':
      lineStart_ = true;
      inLineComment_ = inString_ = false;
      ++at_;
      return;
    case '/':
      comment();
      break;
    case '*':
      if (inBlockComment_ && peek() == '/') {
        inBlockComment_ = false;
        ++at_;
      }
      break;
    case '"':
      if (!inBlockComment_ && !inLineComment_)
        inString_ = !inString_;
      break;
    case '\'':
      if (inCode() && text_.substr(at_).starts_with("'\"'"))
        at_ += 2;
      break;
    case '\\':
      ++at_;
      break;
    case '#':
      if (peek() == '#') {
        facts_.pastes = true;
        ++at_;
      } else {
        directive();
      }
      break;
    case '%': // the digraph %: is #, and %:%: is ##
      if (peek() == ':') {
        facts_.pastes |= text_.substr(at_).starts_with("%:%:");
        ++at_;
        directive();
      }
      break;
    default:
      break;
    }
    ++at_;
    // A comment before '#' leaves the line as empty as it was.
    lineStart_ = lineStart_ && (c == ' ' || c == '\t' || c == '\r' || !inCode() || c == '*');
  }

  void word() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && isWordPart(text_[at_]))
      ++at_;
    facts_.words.push_back(words_.add(text_.substr(begin, at_ - begin)));
    lineStart_ = false;
  }

  void number() {
    while (at_ < text_.size() &&
           (isWordPart(text_[at_]) || (text_[at_] == '\'' && isWordPart(peek()))))
      ++at_;
    lineStart_ = false;
  }

  void comment() {
    if (!inCode())
      return;
    inLineComment_ = peek() == '/';
    inBlockComment_ = peek() == '*';
    at_ += inLineComment_ || inBlockComment_ ? 1 : 0;
  }

  /// Looks at the directive whose '#' is at `at_`, without moving: its words are scanned as others.
  void directive() {
    std::string_view rest = text_.substr(at_ + 1);
    rest = trimLeft(rest.substr(0, rest.find('\n')));
    const bool real = lineStart_ && inCode();
    const std::string_view name = takeWord(rest);
    if (name == "include" || name == "include_next" || name == "import")
      include(rest, real);
    else if (name == "define")
      define(rest);
    else if (real)
      conditional(name, rest);
    if (real && name != "pragma")
      directiveSeen_ = true;
  }

  void include(std::string_view rest, bool real) {
    IncludeLine line = readHeaderName(rest);
    if (line.name.empty()) {
      line.computed = true;
      line.name = takeWord(rest);
      if (line.name.empty() || rest.starts_with('('))
        line.name = real ? "(" : ""; // nothing defines that: whatever it is stays unknown
    }
    line.certain = real && open_ == 0;
    line.doubtful = !real;
    if (!line.name.empty())
      facts_.includes.push_back(std::move(line));
  }

  void define(std::string_view rest) {
    const std::string_view macro = takeWord(rest);
    // `#define A B` may name a header through B.
    IncludeLine line = readHeaderName(rest);
    if (line.name.empty() && !rest.empty() && isWordStart(rest.front())) {
      line.computed = true;
      line.name = takeWord(rest);
      if (!trimLeft(rest).empty() && rest.front() != '\r' && rest.front() != '/')
        return;
    }
    if (!line.name.empty())
      facts_.headerNames.push_back({std::string(macro), std::move(line)});
  }

  void conditional(std::string_view name, std::string_view rest) {
    if (name.starts_with("if")) {
      const bool guard = !directiveSeen_ && (name == "ifndef" || rest.starts_with("!defined"));
      const bool language = name == "ifdef" && rest.starts_with("__cplusplus");
      guards_.push_back(guard);
      open_ += guard ? 0 : 1;
      facts_.conditional |= !guard && !language;
    } else if (name == "endif" && !guards_.empty()) {
      open_ -= guards_.back() ? 0 : 1;
      guards_.pop_back();
    }
  }

  std::string_view text_;
  Words &words_;
  std::size_t at_ = 0;
  bool lineStart_ = true;
  bool inBlockComment_ = false;
  bool inLineComment_ = false;
  bool inString_ = false;
  bool directiveSeen_ = false;
  std::vector<bool> guards_;
  int open_ = 0; ///< conditionals around this line, guards left out
  TextFacts facts_;
};

} // namespace

TextFacts scanText(std::string_view text, Words &words) {
  if (text.starts_with("\xEF\xBB\xBF"))
    text.remove_prefix(3);
  std::string storage;
  return Scanner(spliceLines(text, storage), words).run();
}

} // namespace repool
