/// \file
/// Any bytes as .repool.yaml: read, or refused in one sentence.
#include "OnDisk.h"
#include "project/Config.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
  static const repool::fuzz::OnDisk file(".repool.yaml");
  file.write(repool::fuzz::text(data, size));
  llvm::Expected<repool::Config> config = repool::loadConfig(file.path());
  if (!config && llvm::toString(config.takeError()).empty())
    __builtin_trap(); // refused without a word
  return 0;
}
