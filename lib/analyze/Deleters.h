/// \file
/// Whether the deleter of a smart pointer to a C handle is code that repool sees.
///
///   std::unique_ptr<PGconn, decltype(&PQfinish)> conn(PQconnectdb(url), &PQfinish);
///   struct Finish { void operator()(PGconn *conn) const { PQfinish(conn); } };
///
/// What it calls changes with the open wherever the program spells it; a deleter of a library, or
/// one that only a run decides, would close a pooled handle behind the pool's back.
#pragma once

#include "find/FindOpens.h"
#include "find/SmartPointer.h"

namespace repool {

/// Why the deleter of a smart pointer of type \p owner, which \p init makes (or null) and \p opens
/// fill, is not known; nothing if it is.
std::optional<Problem> unknownDeleter(clang::QualType owner, const clang::Expr *init,
                                      const std::vector<const FoundOpen *> &opens,
                                      const Callable &callable, const SourceMap &map,
                                      const DriverIndex &index);

} // namespace repool
