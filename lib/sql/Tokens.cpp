#include "sql/Tokens.h"

namespace repool {

namespace {

bool isDigit(char c) {
  return c >= '0' && c <= '9';
}

/// Bytes above ASCII are letters for both servers.
bool isLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

bool isBlank(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

std::string inCapitals(std::string_view text) {
  std::string result(text);
  for (char &c : result)
    if (c >= 'a' && c <= 'z')
      c = static_cast<char>(c - 'a' + 'A');
  return result;
}

class Lexer {
public:
  Lexer(Dialect dialect, std::string_view text)
      : isMySql_(dialect == Dialect::MySql), text_(text) {}

  Tokens run() {
    if (text_.find('\0') != std::string_view::npos)
      result_.error = "it holds a zero byte";
    if (isMySql_ && text_.find('\\') != std::string_view::npos)
      result_.error = "what its backslashes mean is a setting of the server";
    while (at_ < text_.size() && result_.error.empty())
      next();
    endStatement();
    return std::move(result_);
  }

private:
  char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }

  void next() {
    const char c = peek();
    if (isBlank(c)) {
      ++at_;
    } else if (startsComment()) {
      comment();
    } else if (c == ';') {
      ++at_;
      endStatement();
    } else if (c == '\'') {
      quoted('\'', Token::Kind::Text);
    } else if (c == '"' || c == '`') {
      quoted(c, Token::Kind::Quoted);
    } else if (c == '[' && !isMySql_) {
      quoted(']', Token::Kind::Quoted);
    } else if (isDigit(c) || (c == '.' && isDigit(peek(1)))) {
      take(Token::Kind::Number, 1, [](char d) { return isLetter(d) || isDigit(d) || d == '.'; });
    } else if (isLetter(c)) {
      take(Token::Kind::Word, 1, [](char d) { return isLetter(d) || isDigit(d) || d == '$'; });
    } else if (c == '?') {
      take(Token::Kind::Parameter, 1, isDigit);
    } else if (!isMySql_ && (c == ':' || c == '@' || c == '$') && isLetter(peek(1))) {
      take(Token::Kind::Parameter, 1, [](char d) { return isLetter(d) || isDigit(d); });
    } else {
      add(Token::Kind::Mark, std::string(1, c));
      ++at_;
    }
  }

  bool startsComment() const {
    if (peek() == '/' && peek(1) == '*')
      return true;
    if (isMySql_)
      return peek() == '#' ||
             (peek() == '-' && peek(1) == '-' && (at_ + 2 >= text_.size() || isBlank(peek(2))));
    return peek() == '-' && peek(1) == '-';
  }

  void comment() {
    const bool isBlock = peek() == '/';
    if (isBlock && isMySql_ &&
        (peek(2) == '!' || peek(2) == '+' || (peek(2) == 'M' && peek(3) == '!'))) {
      result_.error = "it holds a comment that the server may execute";
      return;
    }
    const std::size_t end = isBlock ? text_.find("*/", at_ + 2) : text_.find('\n', at_);
    if (end == std::string_view::npos) {
      if (isBlock && isMySql_)
        result_.error = "a comment does not end";
      at_ = text_.size();
    } else {
      at_ = end + (isBlock ? 2 : 1);
    }
  }

  /// A doubled quote is one; `[` knows no doubling.
  void quoted(char end, Token::Kind kind) {
    std::string content;
    for (++at_; at_ < text_.size(); ++at_) {
      if (peek() == end && peek(1) == end && end != ']')
        ++at_;
      else if (peek() == end) {
        ++at_;
        return add(kind, kind == Token::Kind::Quoted ? inCapitals(content) : content);
      }
      content += peek();
    }
    result_.error = "a quote does not end";
  }

  template <typename Goes> void take(Token::Kind kind, std::size_t length, Goes goes) {
    const std::size_t from = at_;
    at_ += length;
    while (at_ < text_.size() && goes(text_[at_]))
      ++at_;
    add(kind, inCapitals(text_.substr(from, at_ - from)));
  }

  void add(Token::Kind kind, std::string text) { statement_.push_back({kind, std::move(text)}); }

  void endStatement() {
    if (!statement_.empty())
      result_.statements.push_back(std::move(statement_));
    statement_.clear();
  }

  bool isMySql_;
  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<Token> statement_;
  Tokens result_;
};

} // namespace

Tokens tokenize(Dialect dialect, std::string_view text) {
  return Lexer(dialect, text).run();
}

} // namespace repool
