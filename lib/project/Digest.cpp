#include "project/Digest.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/BLAKE3.h"

namespace repool {

std::string_view Digest::view() const {
  return {reinterpret_cast<const char *>(bytes.data()), bytes.size()};
}

std::string Digest::hex() const {
  return llvm::toHex(bytes, /*LowerCase=*/true);
}

Digest digestOf(std::string_view bytes) {
  llvm::BLAKE3 hasher;
  hasher.update(llvm::StringRef(bytes.data(), bytes.size()));
  Digest digest;
  hasher.final(digest.bytes);
  return digest;
}

} // namespace repool
