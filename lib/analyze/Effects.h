/// \file
/// Whether the code of a region may run twice: what it does that stays, but for its statements.
///
///   pqxx::work tx(conn);                          pqxx::work tx(conn);
///   auto r = tx.exec("SELECT ..");                auto r = tx.exec("SELECT ..");
///   return r[0][0].as<int>();   -> nothing        ++served;   -> "'served' is changed"
///
/// Asked of the region of a wrap, before it is marked `.readOnly()`. Own variables may change and
/// temporaries may; everything else has to be recognised: the client library's calls (their
/// statements are judged by decide), values of the standard library, and functions of the program
/// whose bodies the unit has. What is not recognised is an effect.
///
/// Never judges SQL, and never says that a region may run twice because it cannot see what it does.
#pragma once

#include "find/Callables.h"
#include "find/DriverIndex.h"
#include "model/Facts.h"

namespace repool {

/// The first effect of the statements behind \p declaration in \p block; nothing: there is none.
std::optional<Effect> firstEffect(const clang::VarDecl &handle, const clang::DeclStmt &declaration,
                                  const clang::CompoundStmt &block, const DriverSpec &driver,
                                  const SourceMap &map, const DriverIndex &index);

} // namespace repool
