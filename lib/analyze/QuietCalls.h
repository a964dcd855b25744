/// \file
/// Functions of libraries that change at most what they are given.
///
///   std::to_string(id), names.push_back(name), tx.exec(text): quiet
///   std::cout << name, rand(), books.emplace_back(id) of a class of the program: not
///
/// By lists, for the client library and the standard one: what is in none of them is not quiet.
/// Asked by Effects.h, which judges the arguments and the object.
#pragma once

#include "find/DriverIndex.h"
#include "find/SourceMap.h"

namespace repool {

/// Of a function that the project's files do not spell.
bool isQuiet(const clang::FunctionDecl &callee, const DriverSpec &driver, const DriverIndex &index,
             const SourceMap &map);

/// The parameter is a reference that may change its argument, and does not.
bool isOnlyRead(const clang::FunctionDecl &callee, unsigned parameter, const DriverSpec &driver,
                const DriverIndex &index, const SourceMap &map);

} // namespace repool
