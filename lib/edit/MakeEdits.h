/// \file
/// A decided handle and the text of its file -> the edits of its group.
///
///   Handle + Strategy + text -> EditGroup      (REWRITES.md shows each form)
///
/// Pure: text in, edits out; nothing is parsed or read. Refuses with a Problem where the text is
/// not as the facts say. Edits are sorted and do not overlap within the group.
#pragma once

#include "drivers/Driver.h"
#include "model/Plan.h"

#include <variant>

namespace repool {

/// \p id names the group; \p text is that of the handle's own file; \p marks follow the source
/// where the form has a place for them: wrap and lease.
std::variant<EditGroup, Problem> makeEdits(const Handle &handle, Strategy strategy,
                                           const DriverSpec &driver, std::string_view text,
                                           const std::string &id, std::string_view marks = "");

/// Adds the closes of \p helper, whose file reads \p text, to a pair group. A give-back of a handle
/// that the pool does not know closes it as before, so the helper's other callers are not affected.
std::optional<Problem> addHelper(EditGroup &group, const ParameterFact &helper,
                                 const DriverSpec &driver, std::string_view text);

/// Adds one close of the program, which may be no call (a deleter), to a pair group.
std::optional<Problem> addClose(EditGroup &group, const CloseMention &close,
                                const DriverSpec &driver, std::string_view text);

/// Adds a type that becomes a lease to a pair group.
std::optional<Problem> addRetyped(EditGroup &group, const OwnerDecl &decl, const DriverSpec &driver,
                                  std::string_view text);

} // namespace repool
