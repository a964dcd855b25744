/// \file
/// Places that hold a handle, as names that are the same in every unit.
///
///   PGconn *open_db(void);      ->  result of open_db
///   int open_db(sqlite3 **out); ->  what 'out' of open_db points to
///   struct ctx { PGconn *conn; } -> field ctx::conn
///
/// A field is one holder for all objects of its record, which errs on the safe side. What another
/// body may stand for (a virtual method, a template, a lambda) has no name here, and the caller
/// says *needs review*.
#pragma once

#include "find/DriverIndex.h"
#include "find/SourceMap.h"
#include "model/Facts.h"

namespace repool {

/// clang's USR; for a name with internal linkage with its file, of which the USR says too little.
std::string usrOf(const clang::NamedDecl &decl, const SourceMap &map);

std::optional<HandOver> resultOf(const clang::FunctionDecl &function, const SourceMap &map,
                                 clang::SourceLocation at);

std::optional<HandOver> pointeeOf(const clang::ParmVarDecl &parameter, const SourceMap &map,
                                  clang::SourceLocation at);

HandOver fieldOf(const clang::FieldDecl &field, const SourceMap &map, clang::SourceLocation at);

/// The driver of the handles that \p function hands out: by pointer, by value or in a smart
/// pointer.
const DriverSpec *returnedDriver(const clang::FunctionDecl &function, const DriverIndex &index);

/// The driver of the handle that \p field holds in one of these ways.
const DriverSpec *handleDriver(const clang::FieldDecl &field, const DriverIndex &index);

/// The driver of the handle behind \p type, which is `PGconn **` or `PGconn *&`.
const DriverSpec *pointeeDriver(clang::QualType type, const DriverIndex &index);

} // namespace repool
