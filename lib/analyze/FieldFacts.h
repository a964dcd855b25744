/// \file
/// Fields that hold C handles: what each function body does with them.
///
///   callables -> FieldFact per body and field
///
/// What a body does with a field is judged as for a variable, but not path by path: the object may
/// meet any order of its methods.
#pragma once

#include "analyze/Callees.h"
#include "model/Facts.h"

namespace repool {

void findFields(const std::vector<Callable> &callables, const std::vector<FoundOpen> &opens,
                const SourceMap &map, const DriverIndex &index, Callees &callees, TuFacts &facts);

} // namespace repool
