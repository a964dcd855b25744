/// \file
/// Moves the files of a journalled run to their old or new content: what apply, undo, rollback and
/// recovery all do.
///
/// Looks at all files before it touches one. A file is replaced only if it holds exactly what was
/// seen then; whoever edits it meanwhile keeps the edit and the move fails. A file whose old and
/// new content are equal is not looked at.
#pragma once

#include "apply/Journal.h"

namespace repool {

/// What to do with a file that is neither old nor new, nor a mixture that a kill leaves.
enum class Edited {
  Refuse, ///< an error that names all of them; nothing is touched
  Leave   ///< for a rollback in the same process: such a file was never replaced
};

llvm::Error moveAll(Journal &journal, FileOps &ops, const Run &run, Side to, Edited edited);

/// Only the files at \p indexes.
llvm::Error moveSome(Journal &journal, FileOps &ops, const Run &run,
                     const std::vector<std::size_t> &indexes, Side to, Edited edited);

/// Puts all files of \p run back and drops it; \p why is the reason, and stays the first thing
/// said.
llvm::Error takenBack(Journal &journal, FileOps &ops, const Run &run, llvm::Error why);

/// True if every file of \p run is on \p side.
llvm::Expected<bool> areAll(FileOps &ops, const Run &run, Side side);

} // namespace repool
