/// \file
/// Every construction of a connection in one unit, and where the new handle goes; also every call
/// of a function of the program that may hand one out (`source` is set): which of those do is known
/// when all units are.
///
///   callables + driver index -> [FoundOpen{expression, variable or place, kind}]
///
/// Lives inside the parse callback: it points into the AST. Declarations of functions, comments and
/// text in literals are no opens. Nothing found is dropped: what has no known destination is
/// `Unknown`, which needs review.
#pragma once

#include "clang/AST/DeclCXX.h"
#include "find/Callables.h"
#include "find/DriverIndex.h"
#include "find/HandleExpr.h"
#include "find/Holders.h"
#include "model/Facts.h"

namespace repool {

struct FoundOpen {
  const DriverSpec *driver = nullptr;
  std::size_t spec = 0;
  std::string opener;
  HandleKind kind = HandleKind::Unknown;
  const clang::Expr *expr = nullptr; ///< call or construction; null: a dependent initialiser
  const clang::Expr *made = nullptr; ///< of `expr`, what has the arguments; null: itself
  const clang::CXXCtorInitializer *initializer = nullptr; ///< of a field that is the connection
  const clang::VarDecl *var = nullptr; ///< the variable that receives it, for locals and globals
  clang::SourceLocation location;
  const Callable *callable = nullptr; ///< null at namespace or class scope
  clang::QualType holderType;         ///< of the variable, field or result; null if there is none
  OwnerShape shape = OwnerShape::None;
  std::string destination;    ///< for messages: "'Cache::db'"
  std::optional<HandOver> to; ///< the holder it goes to, for results, out-parameters and fields
  std::string source;         ///< of a call of the program that hands out a handle: the holder
  int argument = -1;          ///< ... through which of its arguments
  const clang::ParmVarDecl *out = nullptr; ///< the parameter of an out-parameter
  bool derivedClass = false;
  bool otherPolicy = false; ///< lazyconnection and its like
  bool inPlace = false;     ///< connects what `var` holds: mysql_real_connect(conn, ...)
};

std::vector<FoundOpen> findOpens(const SourceMap &map, const DriverIndex &index,
                                 const std::vector<Callable> &callables);

} // namespace repool
