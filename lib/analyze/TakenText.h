/// \file
/// Whether a call that is given a text and its length takes all of the text.
///
///   sqlite3_prepare_v2(db, sql, -1, ...)           negative: to its end
///   sqlite3_prepare_v2(db, q, strlen(q), ...)      measured on the text itself
///
/// A part of a known text is another text; where the length is not known, neither is the text.
#pragma once

#include "drivers/Driver.h"
#include "find/SourceMap.h"
#include "model/SessionFacts.h"

namespace repool {

bool takesAll(const clang::CallExpr &call, const ExecuteSpec &spec, const clang::Expr &text,
              const BuiltText &built, const SourceMap &map);

} // namespace repool
