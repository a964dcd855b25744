/// \file
/// Each open of a handle with what edit needs: the call, its arguments, the connection text.
///
/// The half that is told by the open alone; where it stands in its function is told by
/// LocalVariable.h. What a macro spells has no span, which `inMacro` says.
#pragma once

#include "find/FindOpens.h"

namespace repool {

Open describeOpen(const FoundOpen &found, const SourceMap &map);

} // namespace repool
