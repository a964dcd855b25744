/// \file
/// Everything that must hold before the first byte is written.
///
///   Plan + files as they are -> Change per file, or one refusal that names all files it is about
///
/// Reads user files; writes nothing.
#pragma once

#include "apply/Apply.h"
#include "apply/Journal.h"

namespace repool {

/// The changes of \p plan, one per real file; files that the edits leave as they are left out.
llvm::Expected<std::vector<Change>> checkedChanges(const Plan &plan, const ApplyOptions &options,
                                                   FileOps &ops);

} // namespace repool
