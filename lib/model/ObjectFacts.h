/// \file
/// Objects that hold a handle in a field: what their code does with it, and how long they live.
///
///   struct Store { PGconn *conn_; ~Store() { PQfinish(conn_); } };   FieldFact per body
///   void serve() { Store store; ... }                                Instance: per call
///   static Store log;                                                Instance: for the program
///   store.connect();                                                 MemberCall on one instance
///
/// A field is one holder for all objects of its record. Part of Facts.h.
#pragma once

#include "model/Span.h"

#include <string>

namespace repool {

enum class InstanceLife {
  Call,    ///< a local variable: it ends with its block
  Program, ///< static storage, or a local of main outside loops
  Member,  ///< a field or base of another record: as long as that
  Unknown  ///< new, malloc, a container, a smart pointer, a copy
};

/// One place that makes objects of a record.
struct Instance {
  std::string record; ///< USR
  InstanceLife life = InstanceLife::Unknown;
  std::string inside; ///< of Member: USR of the other record
  std::string text;   ///< "'store' of 'serve'"
  Place place;
  auto operator<=>(const Instance &) const = default;
};

/// How a C++ object owns a connection that it ends by itself.
enum class OwnerShape {
  None,   ///< by no object: a plain pointer, or C
  Value,  ///< is the connection: `pqxx::connection conn_;`
  Unique, ///< `std::unique_ptr<pqxx::connection>`
  Shared, ///< `std::shared_ptr<pqxx::connection>`
  Deleter ///< a smart pointer to a C handle, with a deleter that calls the close
};

/// What it holds is ended by calls that the program spells, which change their names with the open.
inline bool isEndedByCalls(OwnerShape shape) {
  return shape == OwnerShape::None || shape == OwnerShape::Deleter;
}

/// One spelling of a type that becomes a lease with what it holds: of a function's result, in each
/// of its declarations, or of a field.
struct OwnerDecl {
  std::string holder; ///< id, as of a HandOver
  OwnerShape shape = OwnerShape::None;
  std::string name; ///< "conn_", "openDatabase"
  Place place;
  Span type;               ///< as spelled; empty: deduced
  Span statement;          ///< of a field: its declaration, with the `;`
  bool isField = false;    ///< else a function's result
  std::string hazard = {}; ///< why the type cannot change; "" if it can
  auto operator<=>(const OwnerDecl &) const = default;
};

/// A call of a method on an object whose record holds a handle.
struct MemberCall {
  std::string callee;         ///< USR
  std::string object;         ///< which local variable; "this"; "" for any other
  bool inConstructor = false; ///< on `this`, by a constructor of the record
  bool repeats = false;       ///< in a loop that the object outlives
  Place place;
  auto operator<=>(const MemberCall &) const = default;
};

} // namespace repool
