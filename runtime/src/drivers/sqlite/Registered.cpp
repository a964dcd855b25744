#include "Registered.h"

#include "../../Fork.h"
#include "Callers.h"
#include "Rows.h"

#include <mutex>

namespace repool::detail {

namespace {

std::mutex mutex;
std::optional<std::string> known; ///< guarded by mutex

[[maybe_unused]] const bool isHeld = holdAcrossFork(mutex);

} // namespace

// Plain PRAGMAs: read like tables they would register modules of their own, and cost more.
std::optional<std::string> functionsOf(sqlite3 *db) {
  std::string found;
  bool isListed = false;
  Rows functions(db, "PRAGMA function_list"); // name, builtin, type, encoding, arity, flags
  while (functions.next()) {
    isListed = true;
    if (functions.number(1) == 0)
      for (int column = 0; column < 6; ++column)
        found += functions.text(column) + '/';
  }
  if (!isListed || functions.hasFailed())
    return std::nullopt;
  return found;
}

std::optional<std::string> collationsAndModulesOf(sqlite3 *db) {
  std::string found;
  Rows collations(db, "PRAGMA collation_list"); // number, name
  while (collations.next())
    found += collations.text(1) + ';';
  Rows modules(db, "PRAGMA module_list"); // name
  while (modules.next())
    if (modules.text(0).rfind("pragma_", 0) != 0)
      found += modules.text(0) + ';';
  if (collations.hasFailed() || modules.hasFailed())
    return std::nullopt;
  return found;
}

// Where an auto extension may have come since, the next new connection is looked at again.
bool hasOnlyOwnFunctions(sqlite3 *db, bool isNew) {
  std::optional<std::string> own;
  {
    const std::lock_guard<std::mutex> lock(mutex);
    own = known;
  }
  if (isNew && own)
    return true;
  const auto now = functionsOf(db);
  const std::lock_guard<std::mutex> lock(mutex);
  if (isNew)
    known = now;
  else if (now != own && SqliteCallers::now().mayAutoExtend)
    known.reset();
  return now && (isNew || now == own);
}

} // namespace repool::detail
