/// \file
/// The plan file: a Plan as JSON and back. The only place that knows this JSON.
///
/// Version 1. Paths are relative to the root; texts are stored as they are (edits only, never whole
/// files). Reading checks the version, every field's type and that the edits are sorted, in range
/// and do not overlap; a bad file is one sentence with line and column.
#pragma once

#include "llvm/Support/Error.h"
#include "model/Plan.h"

namespace repool {

std::string writePlan(const Plan &plan);

/// \p name is for messages.
llvm::Expected<Plan> readPlan(std::string_view json, std::string_view name);

} // namespace repool
