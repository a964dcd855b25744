/// \file
/// MySQL and SQLite text -> tokens. PostgreSQL has its own parser (PostgresTree.h). Private to
/// sql/.
#pragma once

#include "sql/Dialect.h"

#include <string>
#include <string_view>
#include <vector>

namespace repool {

struct Token {
  enum class Kind {
    Word,      ///< keyword or name without quotes; `text` in capitals
    Quoted,    ///< "name", `name`, [name]; `text` without the quotes, in capitals
    Text,      ///< 'text'
    Number,    ///<
    Parameter, ///< ?, ?1, :name
    Mark       ///< any other character
  };
  Kind kind = Kind::Mark;
  std::string text;

  [[nodiscard]] bool is(std::string_view word) const { return kind == Kind::Word && text == word; }

  [[nodiscard]] bool isMark(char c) const {
    return kind == Kind::Mark && text.size() == 1 && text[0] == c;
  }

  [[nodiscard]] bool isName() const { return kind == Kind::Word || kind == Kind::Quoted; }
};

struct Tokens {
  std::vector<std::vector<Token>> statements; ///< divided at `;`, empty ones left out
  std::string error;                          ///< why the text could not be divided
};

/// \p text is MySQL's or SQLite's. What the server's settings decide (backslashes in MySQL's
/// strings, its executable comments) is an error.
Tokens tokenize(Dialect dialect, std::string_view text);

} // namespace repool
