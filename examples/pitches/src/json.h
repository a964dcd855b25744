#ifndef PITCHES_JSON_H
#define PITCHES_JSON_H

#include <map>
#include <optional>
#include <string>

/// Writes JSON from left to right:
///
///   Json().open('{').field("id", 7).key("tags").open('[').value("a").close(']').close('}').text()
class Json {
public:
  Json &open(char bracket);
  Json &close(char bracket);
  Json &key(const char *name);

  Json &value(const std::string &text);
  Json &value(const char *text) { return value(std::string(text)); }
  Json &value(long long number) { return raw(std::to_string(number)); }
  Json &value(long number) { return raw(std::to_string(number)); }
  Json &value(int number) { return raw(std::to_string(number)); }
  Json &value(bool truth) { return raw(truth ? "true" : "false"); }
  Json &null() { return raw("null"); }

  /// \p text is JSON already: a number as the database spells it.
  Json &raw(const std::string &text);

  template <typename T> Json &field(const char *name, const T &what) {
    return key(name).value(what);
  }

  const std::string &text() const { return text_; }

private:
  void separate();

  std::string text_;
  bool first_ = true;
};

/// The body of a request: one object of texts, numbers and truth values.
class Fields {
public:
  /// Nothing if \p text is something else.
  static std::optional<Fields> parse(const std::string &text);

  bool has(const std::string &name) const { return values_.count(name) != 0; }
  std::string text(const std::string &name, const std::string &otherwise = "") const;
  long long number(const std::string &name, long long otherwise = 0) const;

private:
  std::map<std::string, std::string> values_;
};

#endif
