#include "Registered.h"

#include "Rows.h"

namespace repool::detail {

// Plain PRAGMAs: read like tables they would register modules of their own, and cost more.
std::optional<std::string> registeredWith(sqlite3 *db) {
  std::string found;
  Rows functions(db, "PRAGMA function_list"); // name, builtin, type, encoding, arity, flags
  bool hasFunctions = false;
  while (functions.next()) {
    hasFunctions = true;
    if (functions.number(1) == 0)
      for (int column = 0; column < 6; ++column)
        found += functions.text(column) + '/';
  }
  Rows collations(db, "PRAGMA collation_list"); // number, name
  while (collations.next())
    found += collations.text(1) + ';';
  Rows modules(db, "PRAGMA module_list"); // name
  while (modules.next())
    if (modules.text(0).rfind("pragma_", 0) != 0)
      found += modules.text(0) + ';';
  if (!hasFunctions || functions.hasFailed() || collations.hasFailed() || modules.hasFailed())
    return std::nullopt;
  return found;
}

} // namespace repool::detail
