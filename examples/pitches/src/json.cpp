#include "json.h"

#include <cctype>
#include <cstdio>
#include <cstdlib>

Json &Json::open(char bracket) {
  separate();
  text_ += bracket;
  first_ = true;
  return *this;
}

Json &Json::close(char bracket) {
  text_ += bracket;
  first_ = false;
  return *this;
}

Json &Json::key(const char *name) {
  value(name);
  text_ += ':';
  first_ = true;
  return *this;
}

Json &Json::value(const std::string &text) {
  separate();
  text_ += '"';
  for (unsigned char c : text) {
    if (c == '"' || c == '\\') {
      text_ += '\\';
      text_ += static_cast<char>(c);
    } else if (c < 0x20) {
      char escape[8];
      std::snprintf(escape, sizeof escape, "\\u%04x", c);
      text_ += escape;
    } else {
      text_ += static_cast<char>(c);
    }
  }
  text_ += '"';
  return *this;
}

Json &Json::raw(const std::string &text) {
  separate();
  text_ += text;
  return *this;
}

void Json::separate() {
  if (!first_)
    text_ += ',';
  first_ = false;
}

namespace {

struct Reader {
  const std::string &text;
  std::size_t at = 0;

  void skip() {
    while (at < text.size() && std::isspace(static_cast<unsigned char>(text[at])))
      ++at;
  }

  bool take(char wanted) {
    skip();
    if (at == text.size() || text[at] != wanted)
      return false;
    ++at;
    return true;
  }

  bool quoted(std::string &out) {
    if (!take('"'))
      return false;
    for (; at < text.size() && text[at] != '"'; ++at) {
      if (text[at] != '\\') {
        out += text[at];
        continue;
      }
      if (++at == text.size())
        return false;
      switch (text[at]) {
      case 'n':
        out += '\n';
        break;
      case 't':
        out += '\t';
        break;
      case '"':
      case '/':
      case '\\':
        out += text[at];
        break;
      default:
        return false;
      }
    }
    return take('"');
  }

  /// A number, true, false or null, as it stands there.
  bool word(std::string &out) {
    skip();
    while (at < text.size() && (std::isalnum(static_cast<unsigned char>(text[at])) ||
                                text[at] == '-' || text[at] == '.'))
      out += text[at++];
    if (out == "true" || out == "false" || out == "null")
      return true;
    char *end = nullptr;
    std::strtod(out.c_str(), &end);
    return !out.empty() && *end == 0;
  }
};

} // namespace

std::optional<Fields> Fields::parse(const std::string &text) {
  Reader reader{text};
  Fields fields;
  if (!reader.take('{'))
    return std::nullopt;
  if (!reader.take('}')) {
    do {
      std::string name, value;
      if (!reader.quoted(name) || !reader.take(':'))
        return std::nullopt;
      reader.skip();
      bool isText = reader.at < text.size() && text[reader.at] == '"';
      if (!(isText ? reader.quoted(value) : reader.word(value)))
        return std::nullopt;
      if (isText || value != "null")
        fields.values_[name] = value;
    } while (reader.take(','));
    if (!reader.take('}'))
      return std::nullopt;
  }
  reader.skip();
  if (reader.at != text.size())
    return std::nullopt;
  return fields;
}

std::string Fields::text(const std::string &name, const std::string &otherwise) const {
  auto found = values_.find(name);
  return found == values_.end() ? otherwise : found->second;
}

long long Fields::number(const std::string &name, long long otherwise) const {
  auto found = values_.find(name);
  return found == values_.end() ? otherwise : std::atoll(found->second.c_str());
}
