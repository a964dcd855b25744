#include "pipeline/Globs.h"

#include "llvm/Support/Error.h"
#include "llvm/Support/GlobPattern.h"

namespace repool {

bool matches(const std::string &pattern, const std::string &text) {
  auto glob = llvm::GlobPattern::create(pattern);
  if (glob)
    return glob->match(text);
  llvm::consumeError(glob.takeError());
  return pattern == text;
}

} // namespace repool
