#include "sql/SessionEffects.h"

#include <algorithm>
#include <cctype>
#include <string>

namespace repool {

namespace {

/// The next word of \p sql at or after \p at in upper case; skips blanks, strings and comments.
/// A `;` is a word of its own; any other punctuation too.
std::string nextWord(std::string_view sql, std::size_t &at) {
  auto skipTo = [&](std::string_view end) {
    const std::size_t found = sql.find(end, at);
    at = found == std::string_view::npos ? sql.size() : found + end.size();
  };
  while (at < sql.size()) {
    const char c = sql[at];
    if (std::isspace(static_cast<unsigned char>(c))) {
      ++at;
    } else if (sql.substr(at, 2) == "--") {
      skipTo("\n");
    } else if (sql.substr(at, 2) == "/*") {
      at += 2;
      skipTo("*/");
    } else if (c == '\'') {
      ++at;
      skipTo("'");
      return "'";
    } else if (std::isalpha(static_cast<unsigned char>(c)) || c == '_') {
      std::string word;
      while (at < sql.size() &&
             (std::isalnum(static_cast<unsigned char>(sql[at])) || sql[at] == '_'))
        word += static_cast<char>(std::toupper(static_cast<unsigned char>(sql[at++])));
      return word;
    } else {
      ++at;
      return std::string(1, c);
    }
  }
  return "";
}

bool isSessionLock(std::string_view word) {
  return (word.starts_with("PG_ADVISORY_LOCK") || word.starts_with("PG_TRY_ADVISORY_LOCK")) &&
         word.find("XACT") == std::string_view::npos;
}

} // namespace

std::vector<SessionEffect> sessionEffects(std::string_view sql) {
  std::vector<SessionEffect> effects;
  auto add = [&](SessionEffect effect) {
    if (std::find(effects.begin(), effects.end(), effect) == effects.end())
      effects.push_back(effect);
  };
  bool copies = false;
  bool loads = false;
  std::string before;
  bool first = true;
  std::size_t at = 0;
  for (std::string word = nextWord(sql, at); !word.empty(); word = nextWord(sql, at)) {
    if (first) {
      copies = word == "COPY";
      if (word == "LISTEN" || word == "UNLISTEN")
        add(SessionEffect::Listen);
      if (word == "START_REPLICATION" || word == "CREATE_REPLICATION_SLOT" ||
          word == "IDENTIFY_SYSTEM")
        add(SessionEffect::Replication);
    }
    if (loads && word == "'") // MySQL's LOAD DATA is another
      add(SessionEffect::Library);
    loads = first && word == "LOAD";
    if (word == "(" && before == "LOAD_EXTENSION")
      add(SessionEffect::Library);
    if (word == "(" && before == "TOTAL_CHANGES")
      add(SessionEffect::TotalChanges);
    before = word;
    if (copies && (word == "STDIN" || word == "STDOUT"))
      add(SessionEffect::Copy);
    if (isSessionLock(word))
      add(SessionEffect::AdvisoryLock);
    first = word == ";";
  }
  return effects;
}

EffectReason reasonOf(SessionEffect effect) {
  switch (effect) {
  case SessionEffect::Listen:
    return {"RP105", "listens for notifications"};
  case SessionEffect::Copy:
    return {"RP502", "runs a COPY stream"};
  case SessionEffect::AdvisoryLock:
    return {"RP503", "takes a session advisory lock"};
  case SessionEffect::Replication:
    return {"RP106", "speaks the replication protocol"};
  case SessionEffect::Library:
    return {"RP505", "loads a library into its session"};
  case SessionEffect::TotalChanges:
    return {"RP504", "counts since the connection was opened"};
  }
  return {"RP505", "changes its session"};
}

} // namespace repool
