/// \file
/// Types whose copies, moves and ends have no effect but on themselves.
///
///   int, std::vector<std::string>, pqxx::row, struct User { int id; std::string name; }
///
/// By a list for the standard library (std::thread and std::ofstream are in none) and by looking
/// for the classes of the program. A type that is not known is not plain.
#pragma once

#include "find/DriverIndex.h"
#include "find/SourceMap.h"

namespace repool {

/// A value of the standard library: a string, a container, an iterator.
bool isStandardValue(const clang::CXXRecordDecl &record);

/// One whose `operator[]` and the like insert: `std::map`.
bool isStandardMap(const clang::CXXRecordDecl &record);

bool isPlain(clang::QualType type, const DriverSpec &driver, const DriverIndex &index,
             const SourceMap &map);

/// Plain, and nothing in it is a class of the program.
bool isPlainOfLibraries(clang::QualType type, const DriverSpec &driver, const DriverIndex &index,
                        const SourceMap &map);

} // namespace repool
