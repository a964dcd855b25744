/// \file
/// What a file defines under a name of its own, with the words each definition mentions.
///
///   using Conn = pqxx::connection;              Conn      <- pqxx, connection
///   struct Db : pqxx::connection { ... };       Db        <- pqxx, connection
///   #define DB_CLOSE(c) PQfinish(c)             DB_CLOSE  <- c, PQfinish
///   inline PGconn *open() { return f(); }       open      <- inline, PGconn, return, f
///
/// Reads aliases, typedefs, classes with bases, macros, functions (also only declared ones: their
/// types are mentioned), and variables with their initialisers; a destructor or operator stands for
/// its class. Data members are not read: who holds a handle names its type. Works on text only;
/// `unclear` says that the structure could not be followed, and the caller must assume the worst.
#pragma once

#include <string_view>
#include <vector>

namespace repool {

struct Definition {
  std::vector<std::string_view> names; ///< empty: cannot be named (an operator outside a class)
  std::vector<std::string_view> mentions;
  std::string_view owner; ///< the class whose member it is; empty for all else
};

struct Definitions {
  std::vector<Definition> all;
  bool unclear = false;
};

/// \p text has no escaped line ends; the result points into it.
Definitions findDefinitions(std::string_view text);

} // namespace repool
