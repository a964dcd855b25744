/// \file
/// Where the search for opens stands, and what it has found.
///
///   FindOpens walks -> CallOpens, ObjectOpens, HeapOpens recognise -> add() completes each open
///
/// Lives for one findOpens(). It decides where a handle goes and who else may name that place; what
/// an open is it does not know.
#pragma once

#include "find/Destination.h"
#include "find/FindOpens.h"

namespace repool {

struct OpenScope {
  /// Adds \p open with what the place says; \p owner is its field or parameter, where it has one.
  void add(FoundOpen open, const clang::ValueDecl *owner = nullptr);

  /// Where the value of \p expr goes; nothing above an initialiser says that it is a member's.
  Destination destination(const clang::Expr *expr) const;

  const SourceMap &map;
  const DriverIndex &index;
  const Callable *callable = nullptr;                     ///< null outside any body
  const clang::FieldDecl *initialised = nullptr;          ///< whose initialiser is walked
  const clang::CXXCtorInitializer *initializer = nullptr; ///< of a field that is the connection
  std::vector<FoundOpen> found;
};

} // namespace repool
