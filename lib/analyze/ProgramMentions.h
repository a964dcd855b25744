/// \file
/// Names that matter to handles of the whole program, wherever the project spells them:
///
///   PQfinish(c);  unique_ptr<PGconn, D>(c, &PQfinish)   closes, called or given away
///   table.open = open_db;                               a function that hands out, not called here
///
/// What is only asked for its type (`decltype`, `sizeof`) is left out. A name that a macro spells
/// is told, not dropped: it cannot be edited.
#pragma once

#include "find/DriverIndex.h"
#include "find/SourceMap.h"
#include "model/Facts.h"

namespace repool {

void findMentions(const SourceMap &map, const DriverIndex &index, TuFacts &facts);

} // namespace repool
