/// \file
/// Which build of repool this is, down to the bytes: what one build found is nothing to another.
#pragma once

#include <string>

namespace repool {

/// The build ids of this executable and of the libraries that it parses with (LLVM, clang,
/// libpg_query). Of one without a build id, the digest of its file. Found out once.
const std::string &toolIdentity();

} // namespace repool
