/// \file
/// Where a function goes that is mentioned but not called.
///
///   std::thread t(work);                 -> Thread   std::thread
///   std::call_once(flag, init);          -> Once
///   routes[] = {{"/add", add}}; r.f = g  -> Held     the field 'Route::run'
///   server.Get("/", handle); f = g;      -> Handed   somebody calls it, and nobody knows how often
///
/// Follows the mention outwards through casts, std::bind, std::function and their like. What it
/// does not know is Handed.
#pragma once

#include "clang/AST/Decl.h"
#include "clang/AST/ParentMap.h"
#include "model/Calls.h"

namespace repool {

struct FunctionUse {
  CallKind kind = CallKind::Handed;
  std::string to;                           ///< for people
  const clang::FieldDecl *holder = nullptr; ///< for Held
  bool nowhere = false;                     ///< a test, a discarded value: it goes nowhere
  const clang::VarDecl *variable = nullptr; ///< a local that is the lambda: its mentions count
};

FunctionUse functionUse(const clang::Stmt &mention, const clang::ParentMap &parents);

} // namespace repool
