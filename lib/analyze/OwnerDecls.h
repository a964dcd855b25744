/// \file
/// Where the project spells a type that owns a connection object: what a function returns, in each
/// of its declarations, and fields.
///
///   pqxx::connection openDatabase();              becomes a lease with what is returned
///   std::unique_ptr<pqxx::connection> conn_;      becomes a lease with what is stored
///
/// Local variables are handles of their own. What is spelled by a macro or together with other
/// names has a hazard.
#pragma once

#include "find/DriverIndex.h"
#include "find/SourceMap.h"
#include "model/Facts.h"

namespace repool {

void findOwnerDecls(const SourceMap &map, const DriverIndex &index, TuFacts &facts);

} // namespace repool
