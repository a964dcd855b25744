/// \file
/// Any bytes as compile_commands.json: read, or refused in one sentence.
#include "OnDisk.h"
#include "project/CompileDatabase.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
  static const repool::fuzz::OnDisk file("compile_commands.json");
  file.write(repool::fuzz::text(data, size));
  llvm::Expected<repool::CompileDatabase> database = repool::loadCompileDatabase(file.path());
  if (!database && llvm::toString(database.takeError()).empty())
    __builtin_trap(); // refused without a word
  return 0;
}
