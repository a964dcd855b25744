#include "Commands.h"
#include "Session.h"
#include "apply/Vendor.h"
#include "llvm/Support/raw_ostream.h"

#include <filesystem>

namespace repool::tool {

namespace {

void printInstalled() {
  llvm::outs() << "CMake:\n"
                  "  find_package(repool REQUIRED)\n"
                  "  target_link_libraries(<your target> PRIVATE repool::pq)   # or repool::pqxx, "
                  "repool::sqlite\n"
                  "make:\n"
                  "  CPPFLAGS += $(shell pkg-config --cflags repool-pq)\n"
                  "  LDLIBS   += $(shell pkg-config --libs repool-pq)\n"
                  "Next: repool diff\n";
}

void printVendored(const std::string &folder) {
  llvm::outs() << "CMake (top-level CMakeLists.txt):\n"
               << "  add_subdirectory(" << folder << ")\n"
               << "  target_link_libraries(<your target> PRIVATE repool::pq)   # or repool::pqxx, "
                  "repool::sqlite\n"
               << "make:\n"
               << "  CPPFLAGS += -I" << folder << "/include\n"
               << "  cmake -S " << folder << " -B " << folder << "/build && cmake --build "
               << folder << "/build\n"
               << "  LDLIBS   += " << folder << "/build/librepool_pq.a " << folder
               << "/build/librepool_core.a -lpq -lstdc++ -lpthread\n"
               << "Next: repool diff\n";
}

} // namespace

int runInit(const Options &options) {
  if (options.installed) {
    printInstalled();
    return 0;
  }
  auto root = findRoot(options);
  if (!root)
    return fail(root.takeError());
  const std::string folder =
      options.positional.empty() ? "third_party/repool" : options.positional.front();
  const std::filesystem::path to = std::filesystem::path(folder).is_absolute()
                                       ? folder
                                       : (std::filesystem::path(*root) / folder).string();
  auto copied = vendorRuntime(bundledRuntime(), to.string(), realFileOps());
  if (!copied)
    return fail(copied.takeError());
  llvm::outs() << (*copied == 0 ? "The runtime " REPOOL_VERSION_STRING " is already in "
                                : "Copied the runtime " REPOOL_VERSION_STRING " to ")
               << to.string() << "\n";
  printVendored(folder);
  return 0;
}

} // namespace repool::tool
