/// \file
/// The chain as a service with the same environment would have it.
///
///   REPOOL_CHAIN, the variables that it names, the file of REPOOL_CONFIG  ->  texts, best first
///
/// `own`, the words of a call, stands in the service's code and is left out here; `--endpoint`
/// names it. A word without a value is a link that this installation does not have.
#pragma once

#include "monitor/Endpoint.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace repool::monitor {

/// The value of a variable; nothing or empty: not set.
using Lookup = std::function<std::optional<std::string>(const std::string &name)>;

std::vector<NamedText> chainOf(const Lookup &lookup);

/// The environment of this process, then the file that REPOOL_CONFIG names. A file that cannot be
/// read is an error: a chain without what it says would be another one.
llvm::Expected<Lookup> environment();

/// `NAME=VALUE` lines; `#` begins a comment.
std::map<std::string, std::string> readSettings(const std::string &text);

} // namespace repool::monitor
