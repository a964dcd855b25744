#include "analyze/FormatText.h"

namespace repool {

namespace {

constexpr std::size_t LongestInteger = 20; ///< "-9223372036854775808"

bool isDigit(char c) {
  return c >= '0' && c <= '9';
}

class Formatter {
public:
  Formatter(std::string_view format, const std::vector<FormatArgument> &arguments)
      : format_(format), arguments_(arguments) {}

  bool run(FormatStyle style) {
    while (at_ < format_.size() && why.empty()) {
      const char c = format_[at_++];
      if (style == FormatStyle::Printf && c == '%')
        conversion();
      else if (style == FormatStyle::Braces && (c == '{' || c == '}'))
        field(c);
      else
        put(std::string(1, c));
    }
    return why.empty();
  }

  std::string text;
  std::size_t longest = 0;
  std::string why;

private:
  char peek() const { return at_ < format_.size() ? format_[at_] : '\0'; }

  void put(const std::string &piece) {
    text += piece;
    longest += piece.size();
  }

  void refuse(const char *reason) { why = reason; }

  /// Behind a `%`: flags `0` and `-`, a width, a length, then `d`, `i`, `u` or `s`.
  void conversion() {
    if (peek() == '%') {
      ++at_;
      return put("%");
    }
    std::size_t width = 0;
    while (peek() == '-' || isDigit(peek())) {
      if (isDigit(peek()) && width < 1000)
        width = width * 10 + static_cast<std::size_t>(peek() - '0');
      ++at_;
    }
    const std::size_t lengths = at_;
    while (std::string_view("hlzjt").find(peek()) != std::string_view::npos && peek() != '\0')
      ++at_;
    const bool hasLength = at_ > lengths;
    const char kind = peek();
    ++at_;
    if (kind == 'd' || kind == 'i' || kind == 'u')
      number(next(), width);
    else if (kind == 's' && !hasLength && width == 0)
      known(next());
    else
      refuse("a part of it is neither a plain number nor a plain text");
  }

  /// Behind a `{` or `}`: `{{`, `}}`, `{}`, `{2}`, `{:d}`.
  void field(char brace) {
    if (peek() == brace) {
      ++at_;
      return put(std::string(1, brace));
    }
    const FormatArgument *argument = nullptr;
    if (isDigit(peek())) {
      std::size_t index = 0;
      for (; isDigit(peek()) && index < 1000; ++at_)
        index = index * 10 + static_cast<std::size_t>(peek() - '0');
      argument = index < arguments_.size() ? &arguments_[index] : nullptr;
    } else {
      argument = next();
    }
    const bool isDecimal = format_.substr(at_, 2) == ":d";
    at_ += isDecimal ? 2 : 0;
    if (brace == '}' || peek() != '}' || !argument)
      return refuse("a part of it is neither a plain number nor a plain text");
    ++at_;
    if (argument->isInteger)
      number(argument, 0);
    else
      known(argument);
  }

  const FormatArgument *next() {
    return next_ < arguments_.size() ? &arguments_[next_++] : nullptr;
  }

  void number(const FormatArgument *argument, std::size_t width) {
    if (!argument || !argument->isInteger)
      return refuse("a part of it is no integer");
    text += FormatHole;
    longest += width > LongestInteger ? width : LongestInteger;
  }

  void known(const FormatArgument *argument) {
    if (!argument || !argument->text)
      return refuse("a part of it is a text that is not known");
    put(*argument->text);
    for (const char c : *argument->text)
      longest += c == FormatHole ? LongestInteger - 1 : 0;
  }

  std::string_view format_;
  const std::vector<FormatArgument> &arguments_;
  std::size_t at_ = 0;
  std::size_t next_ = 0;
};

} // namespace

std::optional<std::string> formatText(std::string_view format,
                                      const std::vector<FormatArgument> &arguments,
                                      FormatStyle style, std::size_t room, std::string &why) {
  Formatter formatter(format, arguments);
  if (!formatter.run(style)) {
    why = formatter.why;
    return std::nullopt;
  }
  if (room != 0 && formatter.longest >= room) {
    why = "it may not fit into its array";
    return std::nullopt;
  }
  return formatter.text;
}

} // namespace repool
