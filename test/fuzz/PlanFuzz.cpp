/// \file
/// Any bytes as a plan file: refused in one sentence, or a plan that is written and read back as it
/// is.
#include "OnDisk.h"
#include "plan/PlanFile.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
  llvm::Expected<repool::Plan> plan = repool::readPlan(repool::fuzz::text(data, size), "plan.json");
  if (!plan) {
    if (llvm::toString(plan.takeError()).empty())
      __builtin_trap(); // refused without a word
    return 0;
  }
  const std::string written = repool::writePlan(*plan);
  llvm::Expected<repool::Plan> again = repool::readPlan(written, "plan.json");
  if (!again) {
    llvm::consumeError(again.takeError());
    __builtin_trap(); // what it writes it must read
  }
  if (repool::writePlan(*again) != written)
    __builtin_trap(); // and mean the same
  return 0;
}
