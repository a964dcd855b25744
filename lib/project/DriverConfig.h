/// \file
/// `driver:` of `.repool.yaml`: client libraries of the user's own, in the form of DriverSpec.
///
///   driver:
///     - name: acme
///       header: acme/pool.h
///       handle-types: [acme_db]
///       opens: [{name: acme_connect, pair: acme_borrow}]
///       closes: [{name: acme_disconnect, pair: acme_give_back}]
///
/// Reads YAML nodes into values; the words are those of docs/drivers.md. The first thing wrong is
/// told to the caller, with its node, and ends the reading. Knows nothing of files.
#pragma once

#include "drivers/Driver.h"
#include "project/YamlFields.h"

namespace repool {

/// The drivers of \p list; what was read before the problem, if there was one.
std::vector<DriverSpec> readDrivers(llvm::yaml::Node &list, const YamlProblem &problem);

} // namespace repool
