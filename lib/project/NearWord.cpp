#include "project/NearWord.h"

namespace repool {

std::string joined(llvm::ArrayRef<llvm::StringRef> words) {
  std::string result;
  for (const llvm::StringRef word : words)
    result += (result.empty() ? "" : ", ") + word.str();
  return result;
}

std::string suggestion(llvm::StringRef word, llvm::ArrayRef<llvm::StringRef> known) {
  constexpr unsigned Near = 3;
  llvm::StringRef best;
  unsigned distance = Near + 1;
  for (const llvm::StringRef candidate : known)
    if (const unsigned d = word.edit_distance(candidate, true, Near); d < distance) {
      best = candidate;
      distance = d;
    }
  if (!best.empty())
    return "; did you mean '" + best.str() + "'?";
  return "; known are " + joined(known);
}

} // namespace repool
