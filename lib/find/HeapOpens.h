/// \file
/// Connections made on the heap: `new pqxx::connection(url)`, `std::make_unique<...>(url)`.
///
/// Found where the driver has a form for them; others are `Heap`, which needs review. The smart
/// pointer that is made of one on the spot belongs to the open.
#pragma once

#include "find/OpenScope.h"

namespace repool {

/// True if \p heap makes one connection of \p driver in a form that it knows, which is then added.
/// \p global: the variable outside any body that it initialises.
bool addNew(OpenScope &scope, const DriverSpec &driver, const clang::CXXNewExpr &heap,
            const clang::VarDecl *global);

/// \p call is of `std::make_unique` or `std::make_shared`, of whatever type.
void addMadeSmart(OpenScope &scope, const clang::CallExpr &call, const clang::VarDecl *global);

} // namespace repool
