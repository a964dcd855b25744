/// \file
/// Names for functions that hold over all units: clang's USR, made unique where it is not.
///
///   app::title            c:@N@app@F@title#...
///   static int init()     c:a.c@F@init@/src/a.c     USRs name only the last part of the file
///   main                  c:@F@main@/src/a.c        one database may build many programs
///   [] { ... }            lambda@/src/a.c:12:7
#pragma once

#include "clang/AST/Decl.h"
#include "find/SourceMap.h"

#include <string>

namespace repool {

/// The function that \p function is spelled by: a template's pattern for its instantiation.
const clang::FunctionDecl &spelled(const clang::FunctionDecl &function);

std::string idOf(const clang::FunctionDecl &function, const SourceMap &map);

/// Of a field that holds functions.
std::string idOf(const clang::FieldDecl &field);

/// Of all functions of that simple name: for calls that only an instantiation resolves.
std::string idOfName(const std::string &simple);

/// No other unit can name it.
bool isLocalFunction(const clang::FunctionDecl &function);

} // namespace repool
