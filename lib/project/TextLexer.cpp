#include "project/TextLexer.h"

#include <algorithm>

namespace repool {

namespace {

bool isBlank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v';
}

class Lexer {
public:
  explicit Lexer(std::string_view text) : text_(text) {}

  LexedText run() {
    bool lineStart = true;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '\n' || isBlank(c)) {
        lineStart |= c == '\n';
        ++at_;
      } else if (skipComment()) {
      } else if (lineStart && c == '#') {
        directive();
      } else {
        lineStart = false;
        token();
      }
    }
    return std::move(result_);
  }

private:
  /// One alternative of an `#if`: where its tokens begin.
  struct Branch {
    std::size_t begin;
    bool first;
  };

  char peek(std::size_t ahead = 1) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }

  bool skipComment() {
    if (text_[at_] != '/')
      return false;
    if (peek() == '/') {
      at_ = std::min(text_.find('\n', at_), text_.size());
      return true;
    }
    if (peek() != '*')
      return false;
    const std::size_t end = text_.find("*/", at_ + 2);
    at_ = end == std::string_view::npos ? text_.size() : end + 2;
    return true;
  }

  std::string_view word() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && isWordPart(text_[at_]))
      ++at_;
    return text_.substr(begin, at_ - begin);
  }

  void blanks() {
    while (at_ < text_.size() && (isBlank(text_[at_]) || (text_[at_] == '/' && peek() == '*')))
      if (!skipComment())
        ++at_;
  }

  /// Skips to the closing \p quote, or to the end of the line where there is none.
  void skipQuoted(char quote) {
    for (++at_; at_ < text_.size() && text_[at_] != '\n'; ++at_) {
      if (text_[at_] == '\\') {
        ++at_;
      } else if (text_[at_] == quote) {
        ++at_;
        return;
      }
    }
  }

  void skipRawString() {
    const std::size_t open = text_.find('(', at_);
    if (open == std::string_view::npos || open - at_ > 17)
      return skipQuoted('"');
    const std::string end = ")" + std::string(text_.substr(at_ + 1, open - at_ - 1)) + "\"";
    const std::size_t close = text_.find(end, open);
    at_ = close == std::string_view::npos ? text_.size() : close + end.size();
  }

  void skipNumber() {
    while (at_ < text_.size() && (isWordPart(text_[at_]) || text_[at_] == '.' ||
                                  (text_[at_] == '\'' && isWordPart(peek()))))
      ++at_;
  }

  void token() {
    const char c = text_[at_];
    if (isWordStart(c)) {
      const std::string_view name = word();
      if (at_ < text_.size() && text_[at_] == '"' && name.ends_with('R') && name.size() <= 3)
        return skipRawString();
      result_.tokens.push_back({name, true});
      return;
    }
    if (isDigit(c) || (c == '.' && isDigit(peek())))
      return skipNumber();
    if (c == '"' || c == '\'')
      return skipQuoted(c);
    const bool twice =
        (c == ':' && peek() == ':') || (c == '-' && peek() == '>') || (c == '#' && peek() == '#');
    result_.tokens.push_back({text_.substr(at_, twice ? 2 : 1), false});
    at_ += twice ? 2 : 1;
  }

  void directive() {
    ++at_;
    blanks();
    const std::string_view name = word();
    if (name == "define")
      return define();
    if (name.starts_with("if")) {
      branches_.push_back({result_.tokens.size(), true});
    } else if (name == "else" || name.starts_with("elif")) {
      endBranch();
      if (!branches_.empty())
        branches_.back() = {result_.tokens.size(), false};
    } else if (name == "endif") {
      endBranch();
      if (!branches_.empty())
        branches_.pop_back();
    }
    restOfLine();
  }

  /// What is left of the line; a block comment in it may take it further down.
  std::string_view restOfLine() {
    const std::size_t begin = at_;
    std::size_t end = at_;
    while (at_ < text_.size() && text_[at_] != '\n') {
      if (skipComment())
        continue;
      if (text_[at_] == '"' || text_[at_] == '\'')
        skipQuoted(text_[at_]);
      else
        ++at_;
      end = std::min(at_, text_.size());
    }
    return text_.substr(begin, end - begin);
  }

  void define() {
    blanks();
    TextMacro macro;
    macro.name = word();
    if (at_ < text_.size() && text_[at_] == '(') {
      const std::size_t close = std::min(text_.find(')', at_), text_.size());
      for (const TextToken &token : lexTokens(text_.substr(at_, close - at_)))
        if (token.isWord)
          macro.parameters.push_back(token.text);
      macro.parameters.emplace_back("__VA_ARGS__");
      at_ = std::min(close + 1, text_.size());
    }
    macro.body = restOfLine();
    if (!macro.name.empty())
      result_.macros.push_back(std::move(macro));
  }

  /// Makes a later alternative neutral: braces that do not match within it become `;`.
  void endBranch() {
    if (branches_.empty() || branches_.back().first)
      return;
    std::vector<TextToken *> open;
    for (std::size_t i = branches_.back().begin; i < result_.tokens.size(); ++i) {
      TextToken &token = result_.tokens[i];
      if (token.text == "{") {
        open.push_back(&token);
      } else if (token.text == "}") {
        if (open.empty())
          token.text = ";";
        else
          open.pop_back();
      }
    }
    for (TextToken *token : open)
      token->text = ";";
  }

  std::string_view text_;
  std::size_t at_ = 0;
  LexedText result_;
  std::vector<Branch> branches_;
};

/// Length of the escaped line end at \p at (a backslash, perhaps blanks, a newline); 0 if none.
std::size_t escapedLineEnd(std::string_view text, std::size_t at) {
  std::size_t end = at + 1;
  while (end < text.size() && isBlank(text[end]))
    ++end;
  return end < text.size() && text[end] == '\n' ? end + 1 - at : 0;
}

} // namespace

std::string_view spliceLines(std::string_view text, std::string &storage) {
  storage.clear();
  std::size_t done = 0;
  for (std::size_t at = text.find('\\'); at != std::string_view::npos; at = text.find('\\', at)) {
    const std::size_t length = escapedLineEnd(text, at);
    if (length > 0) {
      storage += text.substr(done, at - done);
      done = at + length;
    }
    at += length > 0 ? length : 1;
  }
  if (done == 0)
    return text;
  storage += text.substr(done);
  return storage;
}

LexedText lexText(std::string_view text) {
  return Lexer(text).run();
}

std::vector<TextToken> lexTokens(std::string_view text) {
  // A leading '#' would be a directive to the lexer; in a macro body it is an operator.
  std::vector<TextToken> tokens;
  while (!text.empty() && text.front() == '#') {
    const std::size_t length = text.starts_with("##") ? 2 : 1;
    tokens.push_back({text.substr(0, length), false});
    text.remove_prefix(length);
  }
  const LexedText rest = lexText(text);
  tokens.insert(tokens.end(), rest.tokens.begin(), rest.tokens.end());
  return tokens;
}

} // namespace repool
