/// \file
/// Standard smart pointers that own a connection, and the expressions that reach what they hold.
///
///   std::unique_ptr<pqxx::connection>          Unique: becomes a lease, which is used alike
///   std::shared_ptr<pqxx::connection>          Shared: stays, and holds a lease behind its pointer
///   std::unique_ptr<PGconn, decltype(&PQfinish)>   Deleter: stays; what the deleter calls changes
///
/// A class derived from a connection is none of them.
#pragma once

#include "clang/AST/ParentMap.h"
#include "find/DriverIndex.h"
#include "model/Facts.h"

namespace repool {

struct SmartPointer {
  const DriverSpec *driver = nullptr; ///< null: the type owns no connection
  OwnerShape shape = OwnerShape::None;
};

SmartPointer smartPointer(clang::QualType type, const DriverIndex &index);

/// \p pointer is a pointer to a connection of an object's class, or owns one by a smart pointer.
/// What its parents make of it: `*p`, `p->`, `p.get()`; null if none of these.
const clang::Expr *dereferenced(const clang::Expr &pointer, const clang::ParentMap &parents);

} // namespace repool
