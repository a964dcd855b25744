/// \file
/// Which classes of a client library work on a session: pqxx::work does, pqxx::result does not.
///
/// By the lists of the driver; a class that is in none of them is taken to work on a session and to
/// do what is not known.
#pragma once

#include "find/DriverIndex.h"

namespace repool {

/// A transaction, a stream, or a pointer to one. Values and the handle itself are none.
bool isSessionObject(clang::QualType type, const DriverSpec &driver, const DriverIndex &index);

/// Uses no session: a result, a row, an exception.
bool isLibraryValue(const clang::CXXRecordDecl &record, const DriverSpec &driver);

/// Of session objects, one that leaves nothing itself.
bool isSessionScope(clang::QualType type, const DriverSpec &driver);

} // namespace repool
